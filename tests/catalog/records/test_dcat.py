"""The catalog of data sets: what DCAT-US requires, the states there are, links as the world sees them."""

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.catalog.bulk.formats import FORMATS
from app.catalog.records.dcat import DISTRIBUTIONS, catalog
from app.catalog.records.states import state_extents, together
from app.settings import Settings

ROOT = "https://stem.example"
Add = Callable[..., UUID]


@pytest.fixture
def made(session: Session, add_asset: Add, settings: Settings) -> dict[str, Any]:
    add_asset("A", at=(-155.1, 19.7))
    add_asset("B", at=(-156.2, 20.5), kind="institution", subtype="library")
    add_asset("C", at=(-150.0, 61.0), state="AK")
    add_asset("D", at=(-90.0, 40.0), state="IL", visibility="internal")
    add_asset("E", at=None, state="MT", deleted_at="2026-01-01T00:00:00Z")
    states = state_extents(session)
    return catalog(states, together(states), ROOT, settings)


def test_every_data_set_has_what_is_required(made: dict[str, Any], required: dict[str, Any]) -> None:
    rules = required["dcat_us"]
    assert set(rules["catalog"]) <= set(made)
    assert made["conformsTo"] == "https://project-open-data.cio.gov/v1.1/schema"
    for dataset in made["dataset"]:
        assert all(dataset[name] for name in rules["dataset"])
        assert all(dataset["publisher"][name] for name in rules["publisher"])
        assert all(dataset["contactPoint"][name] for name in rules["contactPoint"])
        assert dataset["accessLevel"] == "public"
        assert re.fullmatch(r"mailto:[^@\s]+@[^@\s]+\.[^@\s]+", dataset["contactPoint"]["hasEmail"])
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", dataset["modified"])
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}/\d{4}-\d{2}-\d{2}", dataset["temporal"])
        assert len(dataset["distribution"]) == len(DISTRIBUTIONS)
        for way in dataset["distribution"]:
            assert ("accessURL" in way) != ("downloadURL" in way)
            assert all(way[name] for name in rules["distribution"])
            assert re.fullmatch(rules["media_type"], way["mediaType"])


def test_every_format_of_files_and_every_api_is_a_distribution(made: dict[str, Any]) -> None:
    ways = made["dataset"][2]["distribution"]
    files = {way["downloadURL"].removeprefix(ROOT) for way in ways if "downloadURL" in way}
    assert files == {"/hsds/datapackage.zip?state=HI"} | {
        f"/api/v1/assets.{ending}?state=HI" for ending in FORMATS
    }
    assert {way["accessURL"].removeprefix(ROOT) for way in ways if "accessURL" in way} == {
        "/downloads",
        "/api/v1/assets?state=HI",
        "/ogc/collections/assets/items?state=HI",
        "/hsds/services?state=HI",
    }
    assert len({way["title"] for way in ways}) == len(ways)


def test_one_for_all_and_one_for_each_state_with_data(made: dict[str, Any]) -> None:
    assert [each["title"] for each in made["dataset"]] == [
        "STEM assets of all states", "STEM assets of Alaska", "STEM assets of Hawaii",
    ]  # fmt: skip
    hawaii = made["dataset"][2]
    assert "1 institution, 1 program, 0 opportunities" in hawaii["description"]
    assert hawaii["spatial"] == "-156.2000,19.7000,-155.1000,20.5000"
    assert made["dataset"][0]["spatial"] == "-156.2000,19.7000,-150.0000,61.0000"
    assert hawaii["landingPage"] == f"{ROOT}/browse?state=HI"
    assert {way.get("downloadURL") for way in hawaii["distribution"]} >= {
        f"{ROOT}/hsds/datapackage.zip?state=HI"
    }


def test_a_removal_is_a_change(session: Session, add_asset: Add) -> None:
    add_asset("A", updated_at="2026-02-01T00:00:00Z")
    add_asset("B", updated_at="2026-03-01T00:00:00Z", deleted_at="2026-03-01T00:00:00Z")
    (hawaii,) = state_extents(session)
    assert hawaii.modified.isoformat() == "2026-03-01T00:00:00+00:00"


def test_one_state_alone_is_all_states(session: Session, add_asset: Add) -> None:
    add_asset("A")
    whole = together(state_extents(session))
    assert whole is not None
    assert whole.state is None
    session.execute(text("TRUNCATE asset CASCADE"))
    assert together(state_extents(session)) is None

"""Outlines for the base map: valid GeoJSON, small, and only of the states asked for."""

import json
from typing import Any

import pytest
from shapely.geometry import shape
from sqlalchemy.orm import Session

from app.geography.outlines import OUTLINE_KINDS, outlines_geojson
from app.vocabulary.codes import STATE_FIPS


def features(session: Session, kind: str, *states: str) -> list[dict[str, Any]]:
    found = json.loads(outlines_geojson(session, kind, states))
    assert found["type"] == "FeatureCollection"
    return list(found["features"])


@pytest.mark.parametrize(
    ("kind", "states"),
    [("state", ()), ("state", ("NM",)), ("county", ("NM", "RI")), ("county", ("FL", "HI"))],
)
def test_outlines_are_valid_shapes_in_longitude_and_latitude(
    session: Session, kind: str, states: tuple[str, ...]
) -> None:
    for feature in features(session, kind, *states):
        outline = shape(feature["geometry"])
        assert outline.is_valid, feature["properties"]
        assert not outline.is_empty, feature["properties"]
        west, south, east, north = outline.bounds
        assert -180 <= west < east <= 180
        assert -90 <= south < north <= 90


def test_all_states_are_drawn_and_known_by_code(session: Session) -> None:
    found = features(session, "state")
    assert {feature["properties"]["state"]: feature["id"] for feature in found} == STATE_FIPS
    assert all(feature["properties"]["name"] for feature in found)


def test_only_the_states_asked_for(session: Session) -> None:
    found = features(session, "county", "WY", "NM")
    assert {feature["properties"]["state"] for feature in found} == {"WY", "NM"}
    assert [feature["id"] for feature in found] == sorted(feature["id"] for feature in found)
    assert len(found) == 23 + 33
    assert len(features(session, "state", "WY")) == 1


def test_no_such_area_is_an_empty_collection(session: Session) -> None:
    assert features(session, "state", "XX") == []
    assert features(session, "tract") == []


def test_a_page_can_carry_them(session: Session) -> None:
    assert len(outlines_geojson(session, "state", ())) < 1_000_000
    assert len(outlines_geojson(session, "county", ("CO", "ID", "NM", "NV", "UT", "WY"))) < 1_000_000


def test_one_state_is_drawn_finer_than_all_of_them(session: Session) -> None:
    alone = features(session, "state", "NM")[0]["geometry"]
    among_all = next(each for each in features(session, "state") if each["id"] == "35")["geometry"]
    assert len(json.dumps(alone)) > len(json.dumps(among_all))


def test_kinds_with_outlines(session: Session) -> None:
    assert all(features(session, kind, "DE") for kind in OUTLINE_KINDS)

"""Records as schema.org: properties that their types have, facts that we hold."""

from collections.abc import Callable
from typing import Any

import pytest

from app.catalog.records.jsonld import document
from app.catalog.records.jsonld_types import typed
from app.catalog.records.record import Record
from app.vocabulary.assets import ALL_SUBTYPES, SUBTYPES
from tests.catalog.records.conftest import EVERYTHING

Read = Callable[..., Record]


def written(record: Record) -> dict[str, Any]:
    return document(record, lambda asset_id: f"https://stem.example/assets/{asset_id}")


def properties(types: list[str], rules: dict[str, Any]) -> set[str]:
    """What items of these types may have."""
    found: set[str] = set()
    for type_ in types:
        wider: str | None = type_
        while wider:
            found |= set(rules.get(wider, ()))
            wider = rules["broader"].get(wider)
    return found


def check(item: dict[str, Any], rules: dict[str, Any]) -> None:
    types = item["@type"] if isinstance(item["@type"], list) else [item["@type"]]
    assert set(types) <= set(rules["broader"]) | {"Thing"}
    own = {name for name in item if not name.startswith("@")}
    assert own <= properties(types, rules), (types, own - properties(types, rules))
    for value in item.values():
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, dict):
                check(each, rules)


@pytest.mark.parametrize("kind", SUBTYPES)
def test_every_subtype_has_only_properties_of_its_type(
    record: Read, required: dict[str, Any], kind: str
) -> None:
    library = record("Lib", kind="institution", subtype="library", url="https://lib.example")
    for subtype in SUBTYPES[kind]:
        fields = EVERYTHING | {"kind": kind, "subtype": subtype, "parent_id": library.id}
        check(written(record(**fields)), required["schema_org"])
        check(written(record(kind=kind, subtype=subtype)), required["schema_org"])


def test_every_subtype_has_a_type() -> None:
    assert all(typed(slug, dated=dated)[0] for slug in ALL_SUBTYPES for dated in (False, True))


def test_a_program_says_who_what_where_and_how_much(full: Record) -> None:
    body = written(full)
    assert body["@type"] == "Service"
    assert body["@id"] == f"https://stem.example/assets/{full.id}"
    assert body["provider"]["name"] == "Kalitown Library"
    assert body["provider"]["@type"] == "Library"
    assert body["offers"] == {"@type": "Offer", "price": 40.0, "priceCurrency": "USD"}
    place = body["availableChannel"]["serviceLocation"]
    assert place["geo"] == {"@type": "GeoCoordinates", "latitude": 19.7, "longitude": -155.1}
    assert place["address"]["streetAddress"] == "1 Main St"
    assert body["audience"]["suggestedMinAge"] == 11
    assert body["potentialAction"] == {"@type": "ApplyAction", "endTime": "2026-05-01"}


def test_what_is_free_has_the_price_zero(record: Read) -> None:
    assert written(record(cost_band="free"))["offers"]["price"] == 0
    assert written(record(cost_amount=0))["offers"]["price"] == 0
    assert "price" not in written(record(cost_band="sliding-scale"))["offers"]
    assert "offers" not in written(record())


def test_the_middle_of_a_town_is_no_point(record: Read) -> None:
    body = written(record(location_precision="city", city="Kalitown"))
    assert "geo" not in body["availableChannel"]["serviceLocation"]


def test_an_opportunity_with_a_day_is_an_event(record: Read) -> None:
    body = written(
        record(kind="opportunity", subtype="competition", start_date="2026-10-01", city="Kalitown")
    )
    assert (body["@type"], body["startDate"]) == ("Event", "2026-10-01")
    assert body["location"]["address"]["addressLocality"] == "Kalitown"
    assert written(record(kind="opportunity", subtype="competition"))["@type"] == "EventSeries"


def test_nothing_is_said_about_nothing(record: Read) -> None:
    body = written(record(at=None))
    assert set(body) == {"@context", "@type", "@id", "name", "url", "mainEntityOfPage", "serviceType"}


def test_an_organization_known_by_name_alone_is_the_provider(record: Read) -> None:
    body = written(record(organization_name="4-H of Kali"))
    assert body["provider"] == {"@type": "Organization", "name": "4-H of Kali"}

"""Records as HSDS: all that the standard requires is there, and nothing that nobody knows."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from app.catalog.records.attributes import LINK_TYPES
from app.catalog.records.hsds_bodies import in_short, service, service_at_location
from app.catalog.records.hsds_organizations import organization
from app.catalog.records.hsds_tables import TABLES, rows_of
from app.catalog.records.record import Record, has_place, read_page, read_record, services
from app.catalog.records.taxonomy import taxonomies_by_id, terms_by_id, with_taxonomy, with_term
from app.catalog.tables import ASSET
from app.vocabulary import assets

DAY = date(2026, 9, 15)
Read = Callable[..., Record]
ENTITIES = {
    "organization": "organization", "location": "location", "phones": "phone", "schedules": "schedule",
    "service_areas": "service_area", "service_at_locations": "service_at_location", "languages": "language",
    "cost_options": "cost_option", "attributes": "attribute", "addresses": "address", "accessibility": "accessibility",
    "locations": "location", "organization_identifiers": "organization_identifier", "taxonomy_term": "taxonomy_term",
    "taxonomy_detail": "taxonomy", "service": "service",
}  # fmt: skip


def entities(name: str, body: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object in `body` with what HSDS calls it."""
    yield name, body
    for key, value in body.items():
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, dict):
                yield from entities(ENTITIES[key], each)


def check(name: str, body: dict[str, Any], required: dict[str, Any]) -> None:
    for entity, each in entities(name, body):
        missing = [field for field in required["hsds"][entity] if each.get(field) is None]
        assert missing == [], (entity, each)


def test_a_full_service_has_what_is_required(full: Record, required: dict[str, Any]) -> None:
    body = service(full, DAY)
    check("service", body, required)
    assert body["organization"]["name"] == "Kalitown Library"
    assert body["organization"]["description"] == "Library in Kalitown, Hawaii"
    assert body["eligibility_description"] == (
        "Grades 6–8, College. Ages 11–14. Open to everyone. Designed for: Rural. Only for: English learners"
    )
    assert body["fees_description"] == ("Under $50. $40.00. Financial aid is offered")
    assert body["cost_options"][0] | {"id": ""} == {
        "id": "", "option": "Under $50", "currency": "USD", "amount": 40.0,
        "amount_description": "Financial aid is offered",
    }  # fmt: skip
    assert body["service_areas"][0]["name"] == "Within 30 miles of its site"
    assert body["schedules"][0] | {"id": ""} == {
        "id": "", "valid_from": "2026-06-01", "valid_to": "2026-08-01", "description": "Summer; Weekend"
    }  # fmt: skip
    assert body["schedules"][1]["description"] == "Fair 19.500000, -155.000000 2026-09-12"
    location = body["service_at_locations"][0]["location"]
    assert (location["longitude"], location["latitude"]) == (-155.1, 19.7)
    assert location["addresses"][0]["address_1"] == "1 Main St"
    assert body["assured_date"] == "2026-03-01"
    assert body["last_modified"].endswith("Z")
    assert {each["link_type"] for each in body["attributes"]} <= set(LINK_TYPES)


def test_a_bare_service_says_nothing_that_nobody_knows(record: Read, required: dict[str, Any]) -> None:
    body = service(record(at=None), DAY)
    check("service", body, required)
    assert set(body) == {"id", "name", "status", "last_modified", "attributes"}
    assert [each["link_type"] for each in body["attributes"]] == ["kind", "subtype", "reach"]


@pytest.mark.parametrize("precision", ["postal_code", "city", "county"])
def test_the_middle_of_an_area_is_no_place(record: Read, precision: str) -> None:
    body = service(record(location_precision=precision), DAY)
    assert "service_at_locations" not in body
    placed = service(record(location_precision=precision, city="Kalitown"), DAY)
    assert "latitude" not in placed["service_at_locations"][0]["location"]


def test_an_online_program_has_a_virtual_location(record: Read, required: dict[str, Any]) -> None:
    found = record(at=None, reach="virtual", url="https://example.org/online")
    body = service_at_location(found, DAY)
    check("service_at_location", body, required)
    assert (body["location"]["location_type"], body["location"]["url"]) == (
        "virtual",
        "https://example.org/online",
    )


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, "active"),
        ({"status": "temporarily_closed"}, "temporarily closed"),
        ({"kind": "opportunity", "subtype": "event", "end_date": "2026-09-14"}, "inactive"),
        ({"kind": "opportunity", "subtype": "event", "end_date": "2026-09-15"}, "active"),
        ({"end_date": "2026-09-14"}, "active"),
    ],
)
def test_status(record: Read, fields: dict[str, Any], status: str) -> None:
    assert service(record(**fields), DAY)["status"] == status


def test_an_organization_has_what_is_required(
    record: Read, session: Session, required: dict[str, Any]
) -> None:
    found = record("Lib", kind="institution", subtype="library", city="Kalitown", phone="505-555-0100")
    found.identifiers.extend([("ein", "85-0000000"), ("state:HI", "HI-1")])
    body = organization(found)
    check("organization", body, required)
    assert body["description"] == "Library in Kalitown, Hawaii"
    assert [each.get("identifier_scheme") for each in body["organization_identifiers"]] == ["US-EIN", None]
    assert body["organization_identifiers"][1]["identifier_type"] == "Key of HI’s inventory"


def test_a_hidden_parent_is_nobody(full: Record, session: Session) -> None:
    session.execute(update(ASSET).where(ASSET.c.id == UUID(full.parent["id"])).values(visibility="internal"))
    again = read_record(session, full.id)
    assert again is not None
    assert again.parent is None
    assert "organization" not in service(again, DAY)


def test_hidden_and_removed_assets_are_no_records(add_asset: Callable[..., UUID], session: Session) -> None:
    assert read_record(session, add_asset(visibility="partner")) is None
    assert read_record(session, add_asset(deleted_at="2026-01-01T00:00:00Z")) is None
    assert read_record(session, add_asset(status="defunct")) is not None


def test_in_short_has_single_values_only(full: Record) -> None:
    body = in_short(service(full, DAY))
    assert not any(isinstance(value, list) for value in body.values())
    assert body["organization"]["name"] == "Kalitown Library"


def test_the_list_of_places_and_the_places_agree(record: Read, session: Session) -> None:
    made = [
        record("exact"), record("city", at=None, city="Kalitown"), record("none", at=None),
        record("zip", location_precision="postal_code"), record("online", at=None, reach="virtual"),
        record("web", at=None, reach="virtual", url="https://example.org"),
    ]  # fmt: skip
    with_place = {each.id for each in made if "service_at_locations" in service(each, DAY)}
    listed = {each.id for each in read_page(session, [services(), has_place()], limit=100)}
    assert listed == with_place
    assert len(listed) == 3


def test_tables_hold_every_value_of_a_body(full: Record, required: dict[str, Any]) -> None:
    rows = list(rows_of("services", service(full, DAY)))
    assert [name for name, _ in rows].count("services") == 1
    for name, row in rows:
        table = TABLES[name]
        values = dict(zip(table.columns, row, strict=True))
        wanted = required["hsds"][table.entity] + required["hsds_tabular"].get(table.entity, [])
        assert [column for column in wanted if values[column] is None] == [], (name, values)
    addresses = [
        dict(zip(TABLES[name].columns, row, strict=True)) for name, row in rows if name == "addresses"
    ]
    assert addresses[0]["location_id"] == str(full.id)


def test_required_columns_are_columns(required: dict[str, Any]) -> None:
    for table in TABLES.values():
        wanted = required["hsds"][table.entity] + required["hsds_tabular"].get(table.entity, [])
        assert set(wanted) <= set(table.columns), table.entity


def test_every_term_finds_the_record_that_has_it(full: Record, session: Session) -> None:
    held = {each["taxonomy_term_id"] for each in service(full, DAY)["attributes"]}
    for term_id, term in terms_by_id().items():
        found = read_page(session, [services(), with_term(term)], limit=2)
        flag_said_no = term.code in ("stipend", "broadband_needed")
        if not flag_said_no and term.code not in ("start_date", "cost_amount"):
            assert bool(found) == (term_id in held), term
    for taxonomy in taxonomies_by_id().values():
        found = read_page(session, [services(), with_taxonomy(taxonomy)], limit=2)
        assert bool(found) == (taxonomy.slug != "career-cluster-2002"), taxonomy


def test_subtypes_stand_under_their_kinds() -> None:
    parents = {term.code: term.parent for term in terms_by_id().values() if term.taxonomy.slug == "type"}
    assert parents["program"] is None
    for kind, subtypes in assets.SUBTYPES.items():
        assert {parents[slug].code for slug in subtypes} == {kind}


def test_an_organization_known_by_name_alone_is_one_organization_in_its_state(
    record: Read, required: dict[str, Any]
) -> None:
    first, second = (record(name, organization_name="4-H of Kali") for name in ("Robots", "Rockets"))
    other = record("Rabbits", state="AK", organization_name="4-H of Kali")
    bodies = [service(each, DAY) for each in (first, second, other)]
    for body in bodies:
        check("service", body, required)
        assert body["organization"]["name"] == "4-H of Kali"
        assert body["organization"]["id"] == body["organization_id"]
    assert bodies[0]["organization_id"] == bodies[1]["organization_id"] != bodies[2]["organization_id"]


def test_the_institution_counts_where_there_is_one(record: Read) -> None:
    library = record("Lib", kind="institution", subtype="library")
    body = service(record("Robots", parent_id=library.id, organization_name="Somebody"), DAY)
    assert body["organization"]["name"] == "Lib"

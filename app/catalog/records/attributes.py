"""The attributes of a record: its terms of our taxonomies, and the facts that HSDS has no field for. Pure.

`link_type` is the name of the field in our own files, so that a data package read by this service comes back whole.
"""

from collections.abc import Iterator
from typing import Any, Final

from app.catalog.records.record import Record
from app.catalog.records.taxonomy import DETAIL, Term, made_id, term
from app.catalog.units import format_distance
from app.vocabulary import people

Body = dict[str, Any]
LINK_TYPES: Final = (
    "kind", "subtype", "disciplines", "grades", "audiences", "restricted_to", "career_clusters", "seasons",
    "times_of_day", "delivery_mode", "reach", "cost", "cip_codes", "soc_codes", "start_date", "end_date",
    "application_deadline", "financial_aid", "stipend", "transport_provided", "accessibility", "broadband_needed",
    "seats", "service_radius", "service_areas", "stops", "source_url",
)  # fmt: skip
"""Every link type of our attributes."""
_LISTS: Final = (
    ("disciplines", "discipline", "disciplines"),
    ("grades", "grade", "grades"),
    ("audiences", "audience", "designed_for"),
    ("restricted_to", "audience", "restricted_to"),
    ("career_clusters", "career-cluster", "career_clusters"),
    ("career_clusters", "career-cluster-2002", "career_clusters_2002"),
    ("seasons", "season", "seasons"),
    ("times_of_day", "time-of-day", "times_of_day"),
)
_SINGLES: Final = (
    ("kind", "type", "kind"),
    ("subtype", "type", "subtype"),
    ("delivery_mode", "delivery", "delivery_mode"),
    ("reach", "reach", "reach"),
)
_FLAGS: Final = ("financial_aid", "stipend", "transport_provided", "broadband_needed")
_VALUES: Final = ("start_date", "end_date", "application_deadline", "seats", "source_url")
_MANY_VALUES: Final = ("cip_codes", "soc_codes", "accessibility")
Fact = tuple[str, Term, str | None, str | None]
"""Link type, term, value, and a label of the value."""


def attributes_of(record: Record, entity: str) -> list[Body]:
    """HSDS attributes of the record as `entity` (`service` or `organization`), each with its term in it."""
    return [_body(record, entity, *fact) for fact in facts_of(record)]


def facts_of(record: Record) -> Iterator[Fact]:
    """All that is known about the record as terms and values, in a lasting order."""
    for link_type, taxonomy, column in _SINGLES:
        if record[column]:
            yield link_type, term(taxonomy, record[column]), None, None
    for link_type, taxonomy, column in _LISTS:
        for code in record[column]:
            yield link_type, term(taxonomy, code), None, None
    yield from _details(record)


def _details(record: Record) -> Iterator[Fact]:
    if record["open_to_all"]:
        yield "audiences", term(DETAIL, "open_to_all"), "everyone", None
    yield from _cost(record)
    for name in _FLAGS:
        if record[name] is not None:
            yield name, term(DETAIL, name), "yes" if record[name] else "no", None
    for name in _VALUES:
        if record[name] is not None:
            yield name, term(DETAIL, name), str(record[name]), None
    for name in _MANY_VALUES:
        for value in record[name]:
            yield name, term(DETAIL, name), value, None
    yield from _served(record)


def _cost(record: Record) -> Iterator[Fact]:
    band, amount = record["cost_band"], record["cost_amount"]
    value = f"{amount:.2f}" if amount else None
    if band is not None:
        yield "cost", term("cost", band), value, None
    elif amount is not None:
        yield "cost", term(DETAIL, "cost_amount"), f"{amount:.2f}", None


def _served(record: Record) -> Iterator[Fact]:
    if record["service_radius_m"] is not None:
        yield (
            "service_radius",
            term(DETAIL, "service_radius_m"),
            radius_text(record["service_radius_m"]),
            None,
        )
    names = record.area_names if len(record.area_names) == len(record["service_area_geoids"]) else None
    for at, geoid in enumerate(sorted(record["service_area_geoids"])):
        yield "service_areas", term(DETAIL, "service_area_geoids"), geoid, names[at] if names else None
    for stop in record["stops"]:
        yield "stops", term(DETAIL, "stops"), stop_text(stop), None


def radius_text(radius_m: float) -> str:
    """`30 miles`, `40 km`, `812.5 meters`."""
    text = format_distance(radius_m)
    for unit, word in (("mi", "miles"), ("km", "km"), ("m", "meters")):
        if text.endswith(unit):
            return f"{text.removesuffix(unit)} {word}"
    return text


def stop_text(stop: Body) -> str:
    """A stop as its place and day: `Fairgrounds 35.6655, -105.9644 2026-09-12`."""
    point = f"{stop['lat']:.6f}, {stop['lon']:.6f}" if stop.get("precision") == "exact" else ""
    return " ".join(part for part in (stop.get("name"), point, stop.get("date")) if part)


def language_bodies(record: Record) -> list[Body]:
    """HSDS languages of the record."""
    return [
        {"id": made_id(record.key, "language", code), "name": people.LANGUAGES.label(code), "code": code}
        for code in record["languages"]
    ]


def _body(
    record: Record, entity: str, link_type: str, term_: Term, value: str | None, label: str | None
) -> Body:
    body = {
        "id": made_id(record.key, "attribute", link_type, term_.id, value),
        "link_id": record.key,
        "taxonomy_term_id": term_.id,
        "link_type": link_type,
        "link_entity": entity,
        "value": value,
        "taxonomy_term": term_.body,
        "label": label or term_.name,
    }
    return {name: each for name, each in body.items() if each is not None}

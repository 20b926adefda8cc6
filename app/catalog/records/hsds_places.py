"""Where a record is and whom it reaches, in HSDS: locations, addresses, service areas, phones. Pure.

Source: Human Services Data Specification 3.1, schema reference (Open Referral).
"""

from collections.abc import Iterator
from typing import Any

from app.catalog.records.attributes import radius_text
from app.catalog.records.record import Record
from app.catalog.records.taxonomy import made_id
from app.vocabulary.codes import STATES

Body = dict[str, Any]


def filled(body: Body) -> Body:
    """`body` without what is not known."""
    return {name: value for name, value in body.items() if value not in (None, [], {})}


def location_of(record: Record) -> Body | None:
    """The record's place: physical with a point of its own or a town, virtual with an address online, or None.

    The middle of a ZIP area or a county is nobody's place and is not written as one.
    """
    if record.point or record["city"]:
        return _physical(record)
    if record["reach"] == "virtual" and record["url"]:
        return filled(
            {"id": record.key, "location_type": "virtual", "url": record["url"], "name": record["name"]}
        )
    return None


def _physical(record: Record) -> Body:
    lon, lat = record.point or (None, None)
    return filled(
        {
            "id": record.key,
            "location_type": "physical",
            "name": record["name"],
            "transportation": "Transport is provided." if record["transport_provided"] else None,
            "latitude": lat,
            "longitude": lon,
            "addresses": [_address(record)] if record["city"] else [],
            "accessibility": [
                {"id": made_id(record.key, "accessibility", text), "description": text}
                for text in record["accessibility"]
            ],
        }
    )


def _address(record: Record) -> Body:
    """The parts that the standard requires are there, empty where the inventory does not know them."""
    return {
        "id": made_id(record.key, "address"),
        "address_1": record["address"] or "",
        "city": record["city"],
        "state_province": record["state"],
        "postal_code": record["postal_code"] or "",
        "country": "US",
        "address_type": "physical",
    }


def phones_of(record: Record) -> list[Body]:
    """The record's telephone number, if any."""
    number = record["phone"]
    return [{"id": made_id(record.key, "phone"), "number": number, "type": "voice"}] if number else []


def service_areas_of(record: Record) -> list[Body]:
    """Whom a service reaches beyond its site: counties, a state, the country, a radius."""
    return [
        {"id": made_id(record.key, "service_area", name), "name": name} for name in service_area_names(record)
    ]


def service_area_names(record: Record) -> Iterator[str]:
    """Names of the areas that a record serves."""
    reach = record["reach"]
    if reach == "statewide":
        yield STATES.label(record["state"])
    elif reach == "national":
        yield "United States"
    elif reach == "radius" and record["service_radius_m"] is not None:
        yield f"Within {radius_text(record['service_radius_m'])} of its site"
    else:
        yield from record.area_names

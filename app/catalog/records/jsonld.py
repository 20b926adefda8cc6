"""A record as schema.org JSON-LD: only facts that the inventory holds, under properties its type has. Pure.

Source: schema.org vocabulary.
"""

from collections.abc import Callable
from typing import Any, Final

from app.catalog.records.hsds_places import filled, service_area_names
from app.catalog.records.jsonld_parts import (
    ONLINE,
    address_of,
    ages_of,
    applying_to,
    audience_of,
    channel_of,
    day_of,
    named,
    offer_of,
    place_of,
    subjects_of,
)
from app.catalog.records.jsonld_types import Shape, typed
from app.catalog.records.record import Record
from app.catalog.records.words import grades_in_words, is_free
from app.language import DEFAULT, speak
from app.vocabulary import assets

Body = dict[str, Any]
_EVENT_MODES: Final = {
    "in-person": "OfflineEventAttendanceMode", "mobile": "OfflineEventAttendanceMode",
    "virtual-live": "OnlineEventAttendanceMode", "virtual-self-paced": "OnlineEventAttendanceMode",
    "hybrid": "MixedEventAttendanceMode",
}  # fmt: skip
_MODES: Final = {"in-person": "onsite", "mobile": "onsite", "hybrid": "blended"} | dict.fromkeys(
    ONLINE, "online"
)


def document(record: Record, address: Callable[[Any], str]) -> Body:
    """The record as one JSON-LD item; `address` makes the absolute address of an asset's page from its id.

    In English on pages of every language: it is for programs.
    """
    with speak(DEFAULT):
        return _document(record, address)


def _document(record: Record, address: Callable[[Any], str]) -> Body:
    types, shape = typed(record["subtype"], dated=record["start_date"] is not None)
    page = address(record.id)
    common = {
        "@context": "https://schema.org",
        "@type": types[0] if len(types) == 1 else list(types),
        "@id": page,
        "name": record["name"],
        "alternateName": record["alternate_name"],
        "description": record["description"],
        "url": record["url"] or page,
        "mainEntityOfPage": page,
        "identifier": [
            named("PropertyValue", propertyID=scheme, value=value) for scheme, value in record.identifiers
        ],
    }
    return filled(common | _SHAPES[shape](record, _provider(record, address)))


def _organization(record: Record, provider: Body | None) -> Body:
    return {
        "email": record["email"],
        "telephone": record["phone"],
        "address": address_of(record),
        "location": place_of(record),
        "parentOrganization": provider,
        "knowsAbout": subjects_of(record),
    }


def _service(record: Record, provider: Body | None) -> Body:
    return {
        "serviceType": assets.ALL_SUBTYPES.label(record["subtype"]),
        "provider": provider,
        "audience": audience_of(record),
        "offers": offer_of(record),
        "areaServed": list(service_area_names(record)),
        "availableChannel": channel_of(record),
        "category": subjects_of(record),
        "potentialAction": applying_to(record),
    }


def _program(record: Record, provider: Body | None) -> Body:
    online = record["delivery_mode"] in ONLINE
    offer = offer_of(record)
    place = None if online else place_of(record)
    return {
        "programType": assets.ALL_SUBTYPES.label(record["subtype"]),
        "provider": provider,
        "audience": audience_of(record),
        "areaServed": list(service_area_names(record)),
        "category": subjects_of(record),
        "offers": filled((offer or {"@type": "Offer"}) | {"availableAtOrFrom": place})
        if offer or place
        else None,
        "educationalProgramMode": _MODES.get(record["delivery_mode"]),
        "startDate": day_of(record["start_date"]),
        "endDate": day_of(record["end_date"]),
        "applicationDeadline": day_of(record["application_deadline"]),
        "maximumEnrollment": record["seats"],
    }


def _course(record: Record, provider: Body | None) -> Body:
    instance = {
        "courseMode": _MODES.get(record["delivery_mode"]),
        "startDate": day_of(record["start_date"]),
        "endDate": day_of(record["end_date"]),
        "location": place_of(record),
        "maximumAttendeeCapacity": record["seats"],
    }
    held = filled(instance)
    return _taught(record, provider) | {
        "hasCourseInstance": {"@type": "CourseInstance", **held} if held else None,
        "potentialAction": applying_to(record),
    }


def _work(record: Record, provider: Body | None) -> Body:
    return _taught(record, provider)


def _taught(record: Record, provider: Body | None) -> Body:
    """What courses and learning resources share."""
    return {
        "provider": provider,
        "audience": audience_of(record),
        "offers": offer_of(record),
        "about": subjects_of(record),
        "educationalLevel": grades_in_words(record["grades"]) or None,
        "typicalAgeRange": ages_of(record),
        "inLanguage": record["languages"],
        "isAccessibleForFree": True if is_free(record) else None,
    }


def _event(record: Record, provider: Body | None) -> Body:
    mode = _EVENT_MODES.get(record["delivery_mode"])
    return {
        "organizer": provider,
        "audience": audience_of(record),
        "offers": offer_of(record),
        "location": place_of(record),
        "startDate": day_of(record["start_date"]),
        "endDate": day_of(record["end_date"]),
        "eventAttendanceMode": f"https://schema.org/{mode}" if mode else None,
        "about": subjects_of(record),
        "typicalAgeRange": ages_of(record),
        "inLanguage": record["languages"],
        "isAccessibleForFree": True if is_free(record) else None,
        "maximumAttendeeCapacity": record["seats"],
        "potentialAction": applying_to(record),
    }


def _grant(record: Record, provider: Body | None) -> Body:
    return {"sponsor": provider, "potentialAction": applying_to(record)}


def _job(record: Record, provider: Body | None) -> Body:
    return {
        "title": record["name"],
        "hiringOrganization": provider,
        "jobLocation": place_of(record),
        "validThrough": day_of(record["application_deadline"]),
        "jobStartDate": day_of(record["start_date"]),
    }


_SHAPES: Final[dict[Shape, Callable[[Record, Body | None], Body]]] = {
    "organization": _organization, "service": _service, "program": _program, "course": _course, "event": _event,
    "work": _work, "grant": _grant, "job": _job,
}  # fmt: skip


def _provider(record: Record, address: Callable[[Any], str]) -> Body | None:
    found = record.provider
    if found is None:
        name = record["organization_name"]
        return named("Organization", name=name) if name else None
    types, _ = typed(found["subtype"], dated=False)
    return named(
        types[0],
        **{"@id": address(found["id"])},
        name=found["name"],
        url=found["url"] or address(found["id"]),
    )

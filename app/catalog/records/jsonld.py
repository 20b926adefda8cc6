"""A record as schema.org JSON-LD: only facts that the inventory holds, under properties its type has. Pure.

Source: schema.org vocabulary.
"""

from collections.abc import Callable
from typing import Any, Final

from app.catalog.records.hsds_places import filled, service_area_names
from app.catalog.records.jsonld_types import Shape, typed
from app.catalog.records.record import Record
from app.catalog.records.words import ages_in_words, grades_in_words, is_free, labels
from app.vocabulary import assets, people

Body = dict[str, Any]
_EVENT_MODES: Final = {
    "in-person": "OfflineEventAttendanceMode", "mobile": "OfflineEventAttendanceMode",
    "virtual-live": "OnlineEventAttendanceMode", "virtual-self-paced": "OnlineEventAttendanceMode",
    "hybrid": "MixedEventAttendanceMode",
}  # fmt: skip
_ONLINE: Final = ("virtual-live", "virtual-self-paced")
_MODES: Final = {"in-person": "onsite", "mobile": "onsite", "hybrid": "blended"} | dict.fromkeys(
    _ONLINE, "online"
)


def document(record: Record, address: Callable[[Any], str]) -> Body:
    """The record as one JSON-LD item; `address` makes the absolute address of an asset's page from its id."""
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
            _named("PropertyValue", propertyID=scheme, value=value) for scheme, value in record.identifiers
        ],
    }
    return filled(common | _SHAPES[shape](record, _provider(record, address)))


def _organization(record: Record, provider: Body | None) -> Body:
    return {
        "email": record["email"],
        "telephone": record["phone"],
        "address": _address(record),
        "location": _place(record),
        "parentOrganization": provider,
        "knowsAbout": _subjects(record),
    }


def _service(record: Record, provider: Body | None) -> Body:
    return {
        "serviceType": assets.ALL_SUBTYPES.label(record["subtype"]),
        "provider": provider,
        "audience": _audience(record),
        "offers": _offer(record),
        "areaServed": list(service_area_names(record)),
        "availableChannel": _channel(record),
        "category": _subjects(record),
        "potentialAction": _applying(record),
    }


def _program(record: Record, provider: Body | None) -> Body:
    online = record["delivery_mode"] in _ONLINE
    offer = _offer(record)
    place = None if online else _place(record)
    return {
        "programType": assets.ALL_SUBTYPES.label(record["subtype"]),
        "provider": provider,
        "audience": _audience(record),
        "areaServed": list(service_area_names(record)),
        "category": _subjects(record),
        "offers": filled((offer or {"@type": "Offer"}) | {"availableAtOrFrom": place})
        if offer or place
        else None,
        "educationalProgramMode": _MODES.get(record["delivery_mode"]),
        "startDate": _day(record["start_date"]),
        "endDate": _day(record["end_date"]),
        "applicationDeadline": _day(record["application_deadline"]),
        "maximumEnrollment": record["seats"],
    }


def _course(record: Record, provider: Body | None) -> Body:
    instance = {
        "courseMode": _MODES.get(record["delivery_mode"]),
        "startDate": _day(record["start_date"]),
        "endDate": _day(record["end_date"]),
        "location": _place(record),
        "maximumAttendeeCapacity": record["seats"],
    }
    held = filled(instance)
    return _taught(record, provider) | {
        "hasCourseInstance": {"@type": "CourseInstance", **held} if held else None,
        "potentialAction": _applying(record),
    }


def _work(record: Record, provider: Body | None) -> Body:
    return _taught(record, provider)


def _taught(record: Record, provider: Body | None) -> Body:
    """What courses and learning resources share."""
    return {
        "provider": provider,
        "audience": _audience(record),
        "offers": _offer(record),
        "about": _subjects(record),
        "educationalLevel": grades_in_words(record["grades"]) or None,
        "typicalAgeRange": _ages(record),
        "inLanguage": record["languages"],
        "isAccessibleForFree": True if is_free(record) else None,
    }


def _event(record: Record, provider: Body | None) -> Body:
    mode = _EVENT_MODES.get(record["delivery_mode"])
    return {
        "organizer": provider,
        "audience": _audience(record),
        "offers": _offer(record),
        "location": _place(record),
        "startDate": _day(record["start_date"]),
        "endDate": _day(record["end_date"]),
        "eventAttendanceMode": f"https://schema.org/{mode}" if mode else None,
        "about": _subjects(record),
        "typicalAgeRange": _ages(record),
        "inLanguage": record["languages"],
        "isAccessibleForFree": True if is_free(record) else None,
        "maximumAttendeeCapacity": record["seats"],
        "potentialAction": _applying(record),
    }


def _grant(record: Record, provider: Body | None) -> Body:
    return {"sponsor": provider, "potentialAction": _applying(record)}


def _job(record: Record, provider: Body | None) -> Body:
    return {
        "title": record["name"],
        "hiringOrganization": provider,
        "jobLocation": _place(record),
        "validThrough": _day(record["application_deadline"]),
        "jobStartDate": _day(record["start_date"]),
    }


_SHAPES: Final[dict[Shape, Callable[[Record, Body | None], Body]]] = {
    "organization": _organization, "service": _service, "program": _program, "course": _course, "event": _event,
    "work": _work, "grant": _grant, "job": _job,
}  # fmt: skip


def _named(type_: str, **properties: Any) -> Body:
    return {"@type": type_, **properties}


def _provider(record: Record, address: Callable[[Any], str]) -> Body | None:
    found = record.provider
    if found is None:
        return None
    types, _ = typed(found["subtype"], dated=False)
    return _named(
        types[0],
        **{"@id": address(found["id"])},
        name=found["name"],
        url=found["url"] or address(found["id"]),
    )


def _address(record: Record) -> Body | None:
    if not (record["city"] or record["postal_code"]):
        return None
    return filled(
        _named(
            "PostalAddress",
            streetAddress=record["address"],
            addressLocality=record["city"],
            addressRegion=record["state"],
            postalCode=record["postal_code"],
            addressCountry="US",
        )
    )


def _place(record: Record) -> Body | None:
    """Where it is; `geo` only where the point is its own and not the middle of its town or ZIP area."""
    geo = None
    if record.point:
        lon, lat = record.point
        geo = _named("GeoCoordinates", latitude=lat, longitude=lon)
    address = _address(record)
    features = [
        _named("LocationFeatureSpecification", name=text, value=True) for text in record["accessibility"]
    ]
    if not (geo or address):
        return None
    return filled(_named("Place", geo=geo, address=address, amenityFeature=features))


def _channel(record: Record) -> Body | None:
    """How a service is had: at a place, or online."""
    online = record["delivery_mode"] in _ONLINE or record["reach"] == "virtual"
    channel = {
        "serviceUrl": record["url"] if online else None,
        "serviceLocation": None if online else _place(record),
        "availableLanguage": record["languages"],
    }
    known = filled(channel)
    return _named("ServiceChannel", **known) if known else None


def _audience(record: Record) -> Body | None:
    """Whom it is for: grades, ages, groups."""
    words = [
        grades_in_words(record["grades"]),
        labels(people.AUDIENCES, [*record["designed_for"], *record["restricted_to"]]),
        "Everyone" if record["open_to_all"] else "",
    ]
    ages = {"suggestedMinAge": record["min_age"], "suggestedMaxAge": record["max_age"]}
    said = filled({"audienceType": "; ".join(filter(None, words)) or None} | ages)
    aged = record["min_age"] is not None or record["max_age"] is not None
    return _named("PeopleAudience" if aged else "Audience", **said) if said else None


def _offer(record: Record) -> Body | None:
    """What it costs; a band that is no amount is said in words."""
    amount = 0 if is_free(record) else record["cost_amount"]
    band = record["cost_band"]
    if amount is not None:
        return _named("Offer", price=amount, priceCurrency="USD")
    return _named("Offer", description=assets.COST_BANDS.label(band), priceCurrency="USD") if band else None


def _applying(record: Record) -> Body | None:
    """The last day to apply, where the type has no property for it."""
    last_day = _day(record["application_deadline"])
    return _named("ApplyAction", endTime=last_day) if last_day else None


def _ages(record: Record) -> str | None:
    low, high = record["min_age"], record["max_age"]
    if ages_in_words(low, high) is None:
        return None
    return f"{low if low is not None else ''}-{high if high is not None else ''}"


def _subjects(record: Record) -> list[str]:
    return [assets.DISCIPLINES.label(slug) for slug in record["disciplines"]]


def _day(day: Any) -> str | None:
    return day.isoformat() if day is not None else None

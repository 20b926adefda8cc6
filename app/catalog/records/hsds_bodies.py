"""A record as an HSDS 3.1 service or service at location: nested, or with single values alone. Pure.

Source: Human Services Data Specification 3.1, schema and API reference (Open Referral).
"""

from datetime import date, datetime
from typing import Any

from app.catalog.records.attributes import attributes_of, language_bodies, stop_text
from app.catalog.records.hsds_organizations import organization_of
from app.catalog.records.hsds_places import filled, location_of, phones_of, service_areas_of
from app.catalog.records.record import Record
from app.catalog.records.taxonomy import made_id
from app.catalog.records.words import eligibility_in_words, fees_in_words
from app.vocabulary import assets

Body = dict[str, Any]


def service(record: Record, today: date) -> Body:
    """A program or opportunity as a fully nested HSDS service."""
    place = location_of(record)
    provider = organization_of(record)
    return filled(
        {
            "id": record.key,
            "organization_id": provider["id"] if provider else None,
            "name": record["name"],
            "alternate_name": record["alternate_name"],
            "description": record["description"],
            "url": record["url"],
            "email": record["email"],
            "status": status_of(record, today),
            "application_process": _application(record),
            "fees_description": fees_in_words(record),
            "eligibility_description": eligibility_in_words(record),
            "minimum_age": record["min_age"],
            "maximum_age": record["max_age"],
            "assured_date": record["verified_at"].date().isoformat() if record["verified_at"] else None,
            "last_modified": moment(record["updated_at"]),
            "organization": provider,
            "phones": phones_of(record),
            "schedules": _schedules(record),
            "service_areas": service_areas_of(record),
            "service_at_locations": [{"id": record.key, "location": place}] if place else [],
            "languages": language_bodies(record),
            "cost_options": _cost_options(record),
            "attributes": attributes_of(record, "service"),
        }
    )


def service_at_location(record: Record, today: date) -> Body:
    """A service at its location, the service in it. The record must have a place (record.has_place)."""
    whole = service(record, today)
    links = whole.pop("service_at_locations", [])
    return {
        "id": record.key,
        "service": whole,
        **{name: links[0][name] for name in ("location",) if links},
    }


def in_short(body: Body) -> Body:
    """A nested body without its lists: what a page of a list holds unless `full` is asked for."""
    return {
        name: in_short(value) if isinstance(value, dict) else value
        for name, value in body.items()
        if not isinstance(value, list)
    }


def status_of(record: Record, today: date) -> str:
    """The HSDS status; an opportunity whose last day has passed is inactive."""
    days = [day for day in (record["end_date"], record["application_deadline"]) if day is not None]
    if record["kind"] == "opportunity" and record["status"] == "active" and days and min(days) < today:
        return "inactive"
    return str(record["status"]).replace("_", " ")


def moment(when: datetime) -> str:
    """A UTC time with milliseconds, as `last_modified` wants it."""
    return when.strftime("%Y-%m-%dT%H:%M:%S.") + f"{when.microsecond // 1000:03d}Z"


def _application(record: Record) -> str | None:
    last_day = record["application_deadline"]
    return f"Apply by {last_day.isoformat()}." if last_day else None


def _schedules(record: Record) -> list[Body]:
    """When it runs: one schedule of its dates, seasons and times of day, and one for each stop of a mobile program."""
    words = [
        record["schedule"] or "",
        ", ".join(assets.SEASONS.label(slug) for slug in record["seasons"]),
        ", ".join(assets.TIMES_OF_DAY.label(slug) for slug in record["times_of_day"]),
    ]
    first, last = (day.isoformat() if day else None for day in (record["start_date"], record["end_date"]))
    own = filled(
        {"valid_from": first, "valid_to": last, "description": "; ".join(filter(None, words)) or None}
    )
    stops = [
        filled(
            {
                "id": made_id(record.key, "stop", n),
                "description": stop_text(stop),
                "dtstart": stop.get("date"),
            }
        )
        for n, stop in enumerate(record["stops"])
    ]
    return ([{"id": made_id(record.key, "schedule"), **own}] if own else []) + stops


def _cost_options(record: Record) -> list[Body]:
    band, amount = record["cost_band"], record["cost_amount"]
    if band is None and amount is None:
        return []
    if band == "free":
        amount = 0.0
    return [
        filled(
            {
                "id": made_id(record.key, "cost_option"),
                "option": assets.COST_BANDS.label(band) if band else None,
                "currency": "USD",
                "amount": amount,
                "amount_description": "Financial aid is offered" if record["financial_aid"] else None,
            }
        )
    ]

"""Parts of schema.org items: where, for whom, at what price, until when. Pure.

Source: schema.org vocabulary.
"""

from typing import Any, Final

from app.catalog.records.hsds_places import filled
from app.catalog.records.record import Record
from app.catalog.records.words import ages_in_words, grades_in_words, is_free, labels
from app.vocabulary import assets, people

Body = dict[str, Any]
ONLINE: Final = ("virtual-live", "virtual-self-paced")
"""Delivery modes without a place."""


def named(type_: str, **properties: Any) -> Body:
    """An item of a type."""
    return {"@type": type_, **properties}


def address_of(record: Record) -> Body | None:
    """The postal address, as far as it is known, or None."""
    if not (record["city"] or record["postal_code"]):
        return None
    return filled(
        named(
            "PostalAddress",
            streetAddress=record["address"],
            addressLocality=record["city"],
            addressRegion=record["state"],
            postalCode=record["postal_code"],
            addressCountry="US",
        )
    )


def place_of(record: Record) -> Body | None:
    """Where it is; `geo` only where the point is its own and not the middle of its town or ZIP area."""
    geo = None
    if record.point:
        lon, lat = record.point
        geo = named("GeoCoordinates", latitude=lat, longitude=lon)
    address = address_of(record)
    features = [
        named("LocationFeatureSpecification", name=text, value=True) for text in record["accessibility"]
    ]
    if not (geo or address):
        return None
    return filled(named("Place", geo=geo, address=address, amenityFeature=features))


def channel_of(record: Record) -> Body | None:
    """How a service is had: at a place, or online."""
    online = record["delivery_mode"] in ONLINE or record["reach"] == "virtual"
    channel = {
        "serviceUrl": record["url"] if online else None,
        "serviceLocation": None if online else place_of(record),
        "availableLanguage": record["languages"],
    }
    known = filled(channel)
    return named("ServiceChannel", **known) if known else None


def audience_of(record: Record) -> Body | None:
    """Whom it is for: grades, ages, groups."""
    words = [
        grades_in_words(record["grades"]),
        labels(people.AUDIENCES, [*record["designed_for"], *record["restricted_to"]]),
        "Everyone" if record["open_to_all"] else "",
    ]
    ages = {"suggestedMinAge": record["min_age"], "suggestedMaxAge": record["max_age"]}
    said = filled({"audienceType": "; ".join(filter(None, words)) or None} | ages)
    aged = record["min_age"] is not None or record["max_age"] is not None
    return named("PeopleAudience" if aged else "Audience", **said) if said else None


def offer_of(record: Record) -> Body | None:
    """What it costs; a band that is no amount is said in words."""
    amount = 0 if is_free(record) else record["cost_amount"]
    band = record["cost_band"]
    if amount is not None:
        return named("Offer", price=amount, priceCurrency="USD")
    return named("Offer", description=assets.COST_BANDS.label(band), priceCurrency="USD") if band else None


def applying_to(record: Record) -> Body | None:
    """The last day to apply, where the type has no property for it."""
    last_day = day_of(record["application_deadline"])
    return named("ApplyAction", endTime=last_day) if last_day else None


def ages_of(record: Record) -> str | None:
    """`8-12`, `18-` or `-5`; None where nothing is known."""
    low, high = record["min_age"], record["max_age"]
    if ages_in_words(low, high) is None:
        return None
    return f"{low if low is not None else ''}-{high if high is not None else ''}"


def subjects_of(record: Record) -> list[str]:
    """Labels of the disciplines."""
    return [assets.DISCIPLINES.label(slug) for slug in record["disciplines"]]


def day_of(day: Any) -> str | None:
    """A day in ISO form."""
    return day.isoformat() if day is not None else None

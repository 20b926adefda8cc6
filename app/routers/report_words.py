"""What a report says, in words: what an entry holds now, and what would be there instead."""

from collections.abc import Mapping
from typing import Any, Final

from app.catalog.records.record import Record
from app.errors import BadParameterError
from app.inventory.render import render_field
from app.inventory.reported import read_value
from app.language import _
from app.routers.asset_words import cost_in_words
from app.vocabulary import assets, people
from app.vocabulary.reports import CLOSED_AS, OTHER, POINT, REPORT_FIELDS
from app.vocabulary.terms import Vocabulary

_LABELLED: Final[Mapping[str, Vocabulary]] = {
    "seasons": assets.SEASONS,
    "times_of_day": assets.TIMES_OF_DAY,
    "delivery_mode": assets.DELIVERY_MODES,
    "languages": people.LANGUAGES,
    "disciplines": assets.DISCIPLINES,
    "audiences": people.AUDIENCES,
}


def now_of(field: str, asset: Record) -> str:
    """What the entry says of a field now, as people read it; empty where it says nothing."""
    if field == POINT:
        return "" if asset.lon is None or asset.lat is None else f"{asset.lat:.5f}, {asset.lon:.5f}"
    return in_words(field, asset.fields)


def in_words(field: str, values: Mapping[str, Any]) -> str:
    """Values of a field by column, as people read them."""
    if field == OTHER:
        return ""
    if field == POINT:
        return f"{values['lat']:.5f}, {values['lon']:.5f}"
    if field == "cost":
        return cost_in_words(values.get("cost_amount"), values.get("cost_band")) or ""
    written = render_field(field, values)
    known = _LABELLED.get(field)
    if known is None:
        return written.replace(";", "; ")
    return ", ".join(_(known.label(slug)) for slug in written.split(";") if slug)


def then_of(field: str | None, value: str | None) -> str:
    """What a field would say with the proposed text; the text itself where it cannot be read."""
    if field is None or field == OTHER or value is None:
        return value or ""
    try:
        return in_words(field, read_value(field, value)) or value
    except BadParameterError:
        return value


def what_of(kind: str, field: str | None) -> str:
    """What a report is about, in a few words."""
    if kind == "correction" and field:
        return _(REPORT_FIELDS.label(field))
    return _("Has it closed?") if kind == "closed" else _("A program is missing")


def status_then(value: str | None) -> str:
    """The status that a report of something closed asks for."""
    return _(CLOSED_AS.label(value)) if value else ""

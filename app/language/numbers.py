"""Numbers, shares, distances and dates as the language of the page writes them."""

from datetime import date
from functools import cache
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_decimal

from app.language import DEFAULT, speaking

NONE: Final = "–"
"""Where there is no number."""


@cache
def locale_of(language: str) -> Locale:
    """The language as it is written in the United States: `12,345.6` in Spanish as in English."""
    try:
        return Locale(language, "US")
    except UnknownLocaleError:
        return Locale(language)


@cache
def _pattern(digits: int) -> str:
    return "#,##0" + (f".{'0' * digits}" if digits else "")


def number(value: float | None, digits: int = 0) -> str:
    """`12,345`: a number for people; an en dash where there is none."""
    if value is None:
        return NONE
    language = speaking.get()
    if language == DEFAULT:
        return f"{value:,.{digits}f}"
    return format_decimal(round(value, digits), _pattern(digits), locale=locale_of(language))


def percent(share: float | None, digits: int = 0) -> str:
    """`12%`: a share of 1 for people."""
    if share is None:
        return NONE
    language = speaking.get()
    if language == DEFAULT:
        return f"{100 * share:.{digits}f}%"
    return f"{number(100 * share, digits)}{_percent_sign(language)}"


@cache
def _percent_sign(language: str) -> str:
    return str(locale_of(language).percent_formats[None].suffix[0])


def day(moment: date) -> str:
    """`March 4, 2026`."""
    return format_date(moment, "long", locale=locale_of(speaking.get()))

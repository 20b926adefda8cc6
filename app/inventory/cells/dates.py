"""Cells that hold a date. One that can be two different days is read only in an order that others prove."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Final, Literal

from app.inventory.cells import Parsed, Parser
from app.inventory.codes import Problem

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR_FIRST = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ][\d:.]+Z?)?$")
_YEAR_LAST = re.compile(r"^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:\s+[\d:]+(?:\s*[AP]M)?)?$", re.IGNORECASE)
_MONTH_NAME = re.compile(r"^([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})$", re.IGNORECASE)
_DAY_NAME = re.compile(r"^(\d{1,2})(?:st|nd|rd|th)?[\s-]+([a-z]{3,9})\.?[\s,-]+(\d{4})$", re.IGNORECASE)
_MONTHS_A_YEAR = 12
Order = Literal["month", "day"]
"""What stands first in 03/04/2026."""


def day(target: str) -> Parser:
    """One day as an ISO date."""

    def parse(text: str) -> Parsed:
        found = read_day(text)
        if isinstance(found, Problem):
            return Parsed({target: None}, (found,))
        return Parsed({target: found.isoformat()})

    return parse


def read_day(text: str) -> date | Problem:
    """The day that `text` names: ISO, month by name, or US and European order where only one is possible."""
    if match := _YEAR_FIRST.match(text):
        return _date(text, int(match[1]), int(match[2]), int(match[3]))
    if match := _YEAR_LAST.match(text):
        return _in_either_order(text, int(match[1]), int(match[2]), int(match[3]))
    if match := _MONTH_NAME.match(text):
        return _date(text, int(match[3]), _month(match[1]), int(match[2]))
    if match := _DAY_NAME.match(text):
        return _date(text, int(match[3]), _month(match[2]), int(match[1]))
    return Problem("date-bad", text)


def _in_either_order(text: str, first: int, second: int, year: int) -> date | Problem:
    if first != second and first <= _MONTHS_A_YEAR and second <= _MONTHS_A_YEAR:
        return Problem("date-ambiguous", text)
    month, number = (second, first) if first > _MONTHS_A_YEAR else (first, second)
    return _date(text, year, month, number)


def both_days(text: str) -> dict[Order, date]:
    """The two days that an ambiguous text can be, month first before day first; none for any other text."""
    found = read_day(text)
    match = _YEAR_LAST.match(text)
    if not isinstance(found, Problem) or found.code != "date-ambiguous" or match is None:
        return {}
    first, second, year = (int(match[at]) for at in (1, 2, 3))
    return {"month": date(year, first, second), "day": date(year, second, first)}


def proven_orders(texts: Iterable[str]) -> set[Order]:
    """The orders that dates of a column prove: a number above twelve is no month."""
    orders: set[Order] = set()
    for text in texts:
        match = _YEAR_LAST.match(text.strip())
        if match and int(match[1]) > _MONTHS_A_YEAR >= int(match[2]):
            orders.add("day")
        elif match and int(match[2]) > _MONTHS_A_YEAR >= int(match[1]):
            orders.add("month")
    return orders


def _month(name: str) -> int:
    short = name.lower()[:3]
    return _MONTHS.index(short) + 1 if short in _MONTHS else 0


def _date(text: str, year: int, month: int, number: int) -> date | Problem:
    try:
        return date(year, month, number)
    except ValueError:
        return Problem("date-bad", text)

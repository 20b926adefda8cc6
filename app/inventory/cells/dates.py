"""Cells that hold a date. A date that can be two different days is refused, never guessed."""

import re
from datetime import date
from typing import Final

from app.inventory.cells import Parsed, Parser
from app.inventory.codes import Problem

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR_FIRST = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ][\d:.]+Z?)?$")
_YEAR_LAST = re.compile(r"^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:\s+[\d:]+(?:\s*[AP]M)?)?$", re.IGNORECASE)
_MONTH_NAME = re.compile(r"^([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})$", re.IGNORECASE)
_DAY_NAME = re.compile(r"^(\d{1,2})(?:st|nd|rd|th)?[\s-]+([a-z]{3,9})\.?[\s,-]+(\d{4})$", re.IGNORECASE)
_MONTHS_A_YEAR = 12


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


def _month(name: str) -> int:
    short = name.lower()[:3]
    return _MONTHS.index(short) + 1 if short in _MONTHS else 0


def _date(text: str, year: int, month: int, number: int) -> date | Problem:
    try:
        return date(year, month, number)
    except ValueError:
        return Problem("date-bad", text)

"""Cells that hold numbers: ages, money, seats, yes and no."""

import re
from typing import Final

from app.inventory.cells import Parsed, Parser
from app.inventory.codes import Problem
from app.vocabulary.assets import COST_BANDS

_AGE_MAX = 120
_SEATS_MAX = 1_000_000
_COST_MAX = 1_000_000
_AGES = re.compile(
    r"^(?:ages?\s*)?(\d{1,3})\s*(?:-|\u2013|to|through)\s*(\d{1,3})(?:\s*(?:years?|yrs?)(?:\s*old)?)?$",
    re.IGNORECASE,
)
_AGE_UP = re.compile(r"^(?:ages?\s*)?(\d{1,3})\s*(?:\+|and up|and older|or older|and over)$", re.IGNORECASE)
_MONEY = re.compile(
    r"^(?:usd\s*)?\$?\s*(\d{1,3}(?:,\d{3})*|\d+)(\.\d{1,2})?\s*(?:usd|dollars)?"
    r"\s*(?:(?:per|a|/)\s*(?:person|participant|student|child|camper|kid)|each)?$",
    re.IGNORECASE,
)
_MONEY_RANGE = re.compile(
    r"^\$?\s*(\d+(?:\.\d{1,2})?)\s*(?:-|\u2013|to)\s*\$?\s*(\d+(?:\.\d{1,2})?)$", re.IGNORECASE
)
_UPPER: Final = ((25, "under-25"), (50, "under-50"), (100, "under-100"), (200, "under-200"))
_YES = frozenset(("yes", "y", "true", "t", "1", "x", "✓", "available", "provided"))
_NO = frozenset(("no", "n", "false", "f", "0", "none", "not available", "not provided"))


def band_of(amount: float) -> str:
    """The cost band of an amount in USD."""
    if amount == 0:
        return "free"
    return next((band for limit, band in _UPPER if amount < limit), "200-plus")


def cost(text: str) -> Parsed:
    """An amount in USD, a range (its upper end decides the band) or the name of a band."""
    if match := _MONEY.match(text):
        amount = float(match[1].replace(",", "") + (match[2] or ""))
        if amount <= _COST_MAX:
            return Parsed({"cost_band": band_of(amount), "cost_amount": amount})
    elif (match := _MONEY_RANGE.match(text)) and float(match[1]) <= float(match[2]) <= _COST_MAX:
        return Parsed({"cost_band": band_of(float(match[2])), "cost_amount": None})
    elif band := COST_BANDS.find(text):  # last: folding takes the “<” from “<25”
        return Parsed({"cost_band": band, "cost_amount": 0 if band == "free" else None})
    return Parsed({"cost_band": None, "cost_amount": None}, (Problem("cost-bad", text),))


def seats(text: str) -> Parsed:
    """Whole seats per year."""
    number = re.sub(r"(?<=\d),(?=\d{3}\b)", "", text)
    number = number.removesuffix(".0")
    if number.isascii() and number.isdigit() and int(number) <= _SEATS_MAX:
        return Parsed({"seats": int(number)})
    return Parsed({"seats": None}, (Problem("seats-bad", text),))


def age(target: str) -> Parser:
    """One age in years."""

    def parse(text: str) -> Parsed:
        number = text.removesuffix(".0")
        if number.isascii() and number.isdigit() and int(number) <= _AGE_MAX:
            return Parsed({target: int(number)})
        return Parsed({target: None}, (Problem("age-bad", text),))

    return parse


def ages(text: str) -> Parsed:
    """A range of ages (`10-14`) or a lowest age (`18+`)."""
    if match := _AGES.match(text):
        low, high = int(match[1]), int(match[2])
    elif match := _AGE_UP.match(text):
        low, high = int(match[1]), None
    else:
        return Parsed({"min_age": None, "max_age": None}, (Problem("age-bad", text),))
    if max(low, high or 0) > _AGE_MAX:
        return Parsed({"min_age": None, "max_age": None}, (Problem("age-bad", text),))
    return Parsed({"min_age": low, "max_age": high})


def yes_no(target: str) -> Parser:
    """Yes or no."""

    def parse(text: str) -> Parsed:
        word = text.lower().strip(" .!")
        if word in _YES or word in _NO:
            return Parsed({target: word in _YES})
        return Parsed({target: None}, (Problem("yes-no-bad", text),))

    return parse

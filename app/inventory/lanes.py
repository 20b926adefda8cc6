"""The fast lane: proof, over many cells at once, that each of them is its own value. Pure.

A lane may say no where the cell's parser would say yes, never the other way round (a property test holds both
against each other). What no lane proves is read value by value.
"""

import re
from collections.abc import Callable
from typing import Final

Lane = Callable[[list[str]], bool]
"""Whether every cell is plain: empty, or exactly the value that its parser would give."""
SEPARATOR: Final = "\\"
"""Between joined cells. COPY gives the backslash a meaning, so a cell that holds one is never plain."""
_HOST = r"(?:[a-zA-Z0-9]++[-.])++(?<=\.)[a-zA-Z]{2,}+"
_URL = rf"https?://{_HOST}(?:[/?#][!#-;=?-\[\]-~]*+)?+"
_EMAIL = r"[\w.!#$%&'*+/=?^`{|}~-]++@(?:[a-zA-Z0-9]++[-.])++(?<=\.)[a-zA-Z]{2,}+"
_NUMBER = r"[+-]?[0-9]++(?:\.[0-9]++)?+"
"""Degrees are read together with others later: here they are text, and what is not our own writing is kept."""
_PHONE = r"[02-9][0-9]{2}-[0-9]{3}-[0-9]{4}"


def plain(cells: list[str]) -> bool:
    """No invisible characters, no backslash, no blanks at either end."""
    return _plain(SEPARATOR.join(cells), cells)


def one_line(cells: list[str]) -> bool:
    """Plain, and nowhere two blanks in a row."""
    text = SEPARATOR.join(cells)
    return "  " not in text and _plain(text, cells)


def quotable(cells: list[str]) -> bool:
    """Plain, and without quotes: its own text inside a JSON string."""
    text = SEPARATOR.join(cells)
    return '"' not in text and _plain(text, cells)


def _plain(text: str, cells: list[str]) -> bool:
    return (
        text.isprintable()
        and text.count(SEPARATOR) == len(cells) - 1
        and list(map(str.strip, cells)) == cells
    )


def _form(form: str) -> Lane:
    """Every cell is empty or of this form, which allows no backslash and nothing invisible."""
    pattern = re.compile(rf"(?:(?:{form})?+\\)*+", re.ASCII)

    def lane(cells: list[str]) -> bool:
        text = SEPARATOR.join(cells) + SEPARATOR
        return text.count(SEPARATOR) == len(cells) and pattern.fullmatch(text) is not None

    return lane


LANES: Final[dict[str, Lane]] = {
    "key": plain,
    "lat": _form(_NUMBER),
    "lon": _form(_NUMBER),
    "name": one_line,
    "alternate_name": one_line,
    "description": plain,
    "address": one_line,
    "city": one_line,
    "parent": one_line,
    "url": _form(_URL),
    "source_url": _form(_URL),
    "email": _form(_EMAIL),
    "phone": _form(_PHONE),
}
"""The lane of each field that has one."""

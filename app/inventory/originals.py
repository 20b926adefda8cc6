"""The text a state sent, where it is not how this service writes the value: when to keep it, when to give it back.

Pure. A kept text is given back only as long as it still means what the asset holds now.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from app.inventory.classify import Classified, classify
from app.inventory.fields import FIELDS
from app.inventory.meant import NOTHING, Meant, parser_of
from app.inventory.place.written import STILL_MEANT, same_degrees
from app.inventory.render import Values, render_field, text_of
from app.vocabulary.assets import ALL_SUBTYPES, KINDS
from app.vocabulary.codes import STATES, state_of, zip_of

KEEPING: Final = frozenset(("status", "visibility", "reach", "kind", "subtype", "state"))
"""Fields whose empty cell says nothing: whatever the asset holds, the cell still means it."""
_ZIP_DIGITS = 5
PLAIN_DEGREES = re.compile(r"-?(?:0|[1-9]\d{0,2})(?:\.\d{0,6}[1-9])?", re.ASCII)

other_degrees = re.compile(rf"(?:{PLAIN_DEGREES.pattern})?\\|([^\\]*+)\\", re.ASCII).findall
"""Of cells that each end in a backslash, a list: "" for a cell that is empty or as we write degrees, else the cell."""


def differs(name: str, text: str) -> bool:
    """Whether `text` (clean) is not how this service writes what it means."""
    if not text:
        return name in KEEPING or name in STILL_MEANT
    ours = _OURS.get(name)
    if ours is not None:
        return not ours(text)
    return render_field(name, FIELDS[name].parse(text).values) != text


def cell_of(name: str, original: str | None, values: Values, meant: Meant = NOTHING) -> str:
    """What stands in a state's own cell: its own text while that is true, else ours."""
    if original is not None and still_means(name, original, values, meant):
        return original
    return render_field(name, values)


def still_means(name: str, text: str, values: Values, meant: Meant = NOTHING) -> bool:
    """Whether a cell of field `name` with `text` says what the asset holds (`values`)."""
    test = _TESTS.get(name)
    if test is None:
        return (not text and name in KEEPING) or _reads_as(name, text, values, meant)
    meaning = meant.of(text)
    plain = text if meaning is None else meaning
    return (not plain and name in KEEPING) or test(plain, values)


def _reads_as(name: str, text: str, values: Values, meant: Meant) -> bool:
    field = FIELDS[name]
    said: Mapping[str, Any] = parser_of(field, meant)(text).values if text else field.empty
    if not said:  # a number that is not valid, or nothing: true as long as nothing is known
        return render_field(name, values) == ""
    return all(text_of(values.get(column)) == text_of(value) for column, value in said.items())


def _kind(text: str, values: Values) -> bool:
    return KINDS.find(text) == values.get("kind") or _is_type(text, values)


def _subtype(text: str, values: Values) -> bool:
    return KINDS.find(text) == values.get("kind") or _is_type(text, values)


def _is_type(text: str, values: Values) -> bool:
    kind = values.get("kind")
    found = classify("", text, str(kind))
    return isinstance(found, Classified) and (found.kind, found.subtype) == (kind, values.get("subtype"))


def _zip(text: str, values: Values) -> bool:
    known = values.get("postal_code")
    plain = text.removesuffix(".0")
    return zip_of(plain) == known or (plain.isdigit() and plain.zfill(5) == known)


def _degrees(name: str) -> Callable[[str, Values], bool]:
    return lambda text, values: same_degrees(text, values.get(name))


def _parent(text: str, values: Values) -> bool:
    """The parent by key or name; a name that was never found still means no parent."""
    names = [known.casefold() for known in (values.get("parent"), values.get("parent_name")) if known]
    return text.casefold() in names if names else True


_OURS: Final[dict[str, Callable[[str], bool]]] = {
    "key": lambda _: True,
    "kind": KINDS.__contains__,
    "subtype": ALL_SUBTYPES.__contains__,
    "state": STATES.__contains__,
    "postal_code": lambda text: len(text) == _ZIP_DIGITS and text.isdigit(),
    "lat": lambda text: PLAIN_DEGREES.fullmatch(text) is not None,
    "lon": lambda text: PLAIN_DEGREES.fullmatch(text) is not None,
    "parent": lambda _: False,
    **dict.fromkeys(STILL_MEANT, lambda _: False),
}
"""Fields that are read together with others: whether a text is written as we write it."""
_TESTS: Final[dict[str, Callable[[str, Values], bool]]] = {
    "key": lambda text, values: text == values.get("key"),
    "kind": _kind,
    "subtype": _subtype,
    "state": lambda text, values: state_of(text) == values.get("state"),
    "postal_code": _zip,
    "lat": _degrees("lat"),
    "lon": _degrees("lon"),
    "parent": _parent,
    **STILL_MEANT,
}

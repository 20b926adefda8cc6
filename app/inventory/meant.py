"""What a person says that texts in a column mean: “Fun stuff” is a camp, “n/a” is nothing. Pure.

By header, then by text: a text that the field accepts, "" for an empty cell, None to take back what was said before.
Case and blanks of the texts do not count.
"""

from collections.abc import Mapping
from typing import Any, Final

from app.errors import BadParameterError
from app.inventory.cells import Parsed, Parser
from app.inventory.cells.lists import Pieces
from app.inventory.columns import Mapping as Columns
from app.inventory.fields import FIELDS, Field
from app.inventory.fields.meanings import MEANINGS
from app.vocabulary.assets import ALL_SUBTYPES, KINDS, SUBTYPES
from app.vocabulary.codes import STATES, state_of

Values = dict[str, dict[str, str | None]]
_FREE: Final = frozenset(
    (
        "key", "name", "alternate_name", "description", "parent", "address", "postal_code", "lat", "lon", "lat_lon",
        "county", "service_areas", "service_radius", "service_radius_km", "stops", "accessibility",
    )
)  # fmt: skip
"""Fields of free text, or read with the help of the database: nothing is said about single texts of theirs."""


def same(text: str) -> str:
    """What two spellings of one text share."""
    return " ".join(text.casefold().split())


class Meant:
    """What the texts of one column mean; remembers which of them the file has."""

    def __init__(self, said: Mapping[str, str]) -> None:
        self.said = dict(said)
        self._said = {same(text): meaning for text, meaning in said.items()}
        self.used: set[str] = set()

    def __bool__(self) -> bool:
        return bool(self._said)

    def of(self, text: str) -> str | None:
        """What `text` means; None where nothing was said."""
        key = same(text)
        meaning = self._said.get(key)
        if meaning is not None:
            self.used.add(key)
        return meaning


NOTHING: Final = Meant({})


def parser_of(field_: Field, meant: Meant) -> Parser:
    """The field's parser, for texts that mean what a person said."""
    if not meant:
        return field_.parse
    parse = field_.parse.where(meant.of) if isinstance(field_.parse, Pieces) else field_.parse

    def read(text: str) -> Parsed:
        meaning = meant.of(text)
        if meaning is None:
            return parse(text)
        return field_.parse(meaning) if meaning else Parsed(field_.empty)

    return read


def joined(before: Values, now: Values) -> Values:
    """Both; what is said now counts. What was taken back stays as None, for what is older still."""
    found = {header: dict(texts) for header, texts in before.items()}
    for header, texts in now.items():
        new = {same(text) for text in texts}
        old = {text: meaning for text, meaning in found.get(header, {}).items() if same(text) not in new}
        found[header] = old | texts
    return {header: texts for header, texts in found.items() if texts}


def meant_of(said: Values, columns: Columns) -> dict[str, Meant]:
    """What counts of `said` in a file with these columns, by header; what its field does not accept is left out."""
    found = {}
    for column in columns.columns:
        texts = said.get(column.header, {}) if column.target and may_be_said(column.target) else {}
        kept = {
            text: meaning
            for text, meaning in texts.items()
            if meaning is not None and accepts(str(column.target), meaning)
        }
        if kept:
            found[column.header] = Meant(kept)
    return found


def require_possible(said: Values, columns: Columns, at_most: int) -> None:
    """Raise BadParameterError for a column that is not there or has no values, a meaning that is none, or too many."""
    if sum(map(len, said.values())) > at_most:
        raise BadParameterError(
            f"At most {at_most:,} values can be said to mean something.", parameter="values"
        )
    targets = {column.header: column.target for column in columns.columns}
    for header, texts in said.items():
        if header not in targets:
            raise BadParameterError(
                f"The file has no column “{header}”.", parameter="values", accepted=list(targets)
            )
        _require_field(header, targets[header])
        for text, meaning in texts.items():
            require_meaning(header, str(targets[header]), text, meaning)


def _require_field(header: str, target: str | None) -> None:
    if target is None:
        raise BadParameterError(f"“{header}” is kept as a note: its values mean nothing.", parameter="values")
    if not may_be_said(target):
        label = FIELDS[target].label
        raise BadParameterError(
            f"“{header}” is {label}: that has no list of values to choose from.", parameter="values"
        )


def require_meaning(header: str, target: str, text: str, meaning: str | None) -> None:
    """Raise BadParameterError where the field of the column does not accept what a text is said to mean."""
    if not same(text):
        raise BadParameterError(f"An empty cell of “{header}” is empty already.", parameter="values")
    if meaning is None or accepts(target, meaning):
        return
    values = accepted(target)
    raise BadParameterError(
        f"“{text[:60]}” cannot mean {meaning[:60]!r} in “{header}” ({FIELDS[target].label}).",
        parameter="values",
        accepted=values or [MEANINGS[target].form],
    )


def may_be_said(target: str) -> bool:
    """Whether something can be said about single texts of this field."""
    return target not in _FREE


def accepts(target: str, meaning: str) -> bool:
    """Whether the field reads this text without a remark; "" leaves it empty."""
    if not meaning:
        return True
    if target in ("kind", "subtype"):
        types = any(types.find(meaning) for types in SUBTYPES.values())
        return types or (target == "kind" and KINDS.find(meaning) is not None)
    if target == "state":
        return state_of(meaning) is not None
    return not FIELDS[target].parse(meaning).problems


def accepted(target: str) -> list[str]:
    """The values of a field's list; none where it takes more than a list."""
    if target == "kind":
        return [*KINDS, *ALL_SUBTYPES]
    if target == "state":
        return list(STATES)
    values = MEANINGS[target].values
    return list(values) if values is not None else []


def values_from(given: Any, name: str = "values") -> Values:
    """`given` if it is of the shape header -> text -> meaning (text or null). Raises BadParameterError."""
    if not isinstance(given, Mapping):
        raise _shapeless(name)
    found: Values = {}
    for header, texts in given.items():
        if not isinstance(texts, Mapping):
            raise _shapeless(name)
        for text, meaning in texts.items():
            if meaning is not None and not isinstance(meaning, str):
                raise _shapeless(name)
            found.setdefault(str(header), {})[str(text)] = None if meaning is None else meaning.strip()
    return found


def _shapeless(name: str) -> BadParameterError:
    return BadParameterError(
        f"{name} is an object: header to an object of text to meaning, “” for an empty cell, null for nothing said.",
        parameter=name,
    )

"""One column of a batch read at once: cells to COPY text, and what is to be said about some of them. Pure.

Cells that a lane proves plain are their own text; others are parsed once for each distinct value.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from app.inventory.cells.copytext import NULL, copy_text, json_inside
from app.inventory.cells.texts import without_controls
from app.inventory.codes import is_error
from app.inventory.fields import Field
from app.inventory.lanes import LANES, SEPARATOR, Lane, quotable
from app.inventory.meant import NOTHING, Meant, parser_of
from app.inventory.originals import differs, other_degrees
from app.vocabulary.codes import IDENTIFIER_SCHEMES

IDENTIFIER: Final = "identifier "
"""What precedes the scheme in the target of an official number."""
KEPT: Final = "kept"
"""The target for cells to keep as the state wrote them: members of a JSON object, empty where ours is the same."""
_REMEMBERED = 20_000
_SMALL = 64
_UTF8_BYTES = 4
_DEGREES = ("lat", "lon")
_NEVER_PLAIN = ("parent",)
"""A parent may be named in two ways: what its row said is kept."""


@dataclass(frozen=True, slots=True)
class Said:
    """Something to say about a cell, before its row is known."""

    code: str
    value: str | None
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to be said about one text, and the text to keep as a note (None: nothing)."""

    said: tuple[Said, ...]
    note: str | None = None


@dataclass
class Read:
    """A column of one batch: COPY text by target, and remarks by position."""

    texts: dict[str, list[str]]
    remarks: dict[int, Remark]


def clean(raw: str, cell_bytes: int) -> tuple[str, tuple[Said, ...]]:
    """`raw` without control characters and outer blanks, and what is to be said of that."""
    said = []
    plain = without_controls(raw)
    size = len(raw.encode("utf-8", "replace")) if len(raw) * _UTF8_BYTES > cell_bytes else 0
    if size > cell_bytes:
        said.append(Said("too-long", plain, {"found": size, "limit": cell_bytes}))
    if plain != raw:
        said.append(Said("text-control-character", plain))
    return plain.strip(), tuple(said)


class Reader:
    """Reads the cells of one column; remembers what distinct values gave, up to a bound."""

    def __init__(self, targets: tuple[str, ...], lane: Lane | None, cell_bytes: int, null: str) -> None:
        self.targets, self.null = targets, null
        self._lane, self._cell_bytes = lane, cell_bytes
        self._known: tuple[dict[str, str], ...] = tuple({} for _ in targets)
        self._remarks: dict[str, Remark] = {}

    def texts_of(self, text: str) -> tuple[list[str], tuple[Said, ...], bool]:
        """COPY text by target of a clean, non-empty cell; what to say; whether to keep it as a note."""
        raise NotImplementedError

    def read(self, cells: list[str]) -> Read:
        """Read a batch's cells."""
        if len(self._known[0]) > _REMEMBERED:
            self.forget()
        texts: tuple[list[str], ...] = tuple([] for _ in self.targets)
        for part in self._parts(cells):
            for target, found in zip(texts, part, strict=True):
                target.extend(found)
        return Read(dict(zip(self.targets, texts, strict=True)), self._remarked(cells))

    def forget(self) -> None:
        """Forget what distinct values gave."""
        for known in self._known:
            known.clear()
        self._remarks.clear()

    def _parts(self, cells: list[str]) -> Iterator[list[list[str]]]:
        """The texts, piece by piece: halves of what the lane does not prove may still be proven."""
        if self._all_plain(cells):
            yield [[cell or self.null for cell in cells], *self.beside(cells)]
        elif self._lane is None or len(cells) <= _SMALL:
            yield self._by_value(cells)
        else:
            middle = len(cells) // 2
            yield from self._parts(cells[:middle])
            yield from self._parts(cells[middle:])

    def _all_plain(self, cells: list[str]) -> bool:
        if self._lane is None or not cells or max(map(len, cells)) * _UTF8_BYTES > self._cell_bytes:
            return False
        return self._lane(cells)

    def beside(self, cells: list[str]) -> list[list[str]]:
        """The texts of the other targets for cells that the lane proved: nothing."""
        return [[""] * len(cells) for _ in self.targets[1:]]

    def _by_value(self, cells: list[str]) -> list[list[str]]:
        for cell in set(cells).difference(self._known[0]):
            self._learn(cell)
        return [list(map(known.__getitem__, cells)) for known in self._known]

    def _learn(self, cell: str) -> None:
        text, said = clean(cell, self._cell_bytes)
        texts, more, noted = self.texts_of(text) if text else (self.empty_texts(), (), False)
        for known, found in zip(self._known, texts, strict=True):
            known[cell] = found
        if said or more:
            self._remarks[cell] = Remark((*said, *more), text if noted else None)

    def empty_texts(self) -> list[str]:
        """COPY text by target of an empty cell."""
        return [self.null for _ in self.targets]

    def _remarked(self, cells: list[str]) -> dict[int, Remark]:
        if not self._remarks or self._remarks.keys().isdisjoint(cells):
            return {}
        return {place: self._remarks[cell] for place, cell in enumerate(cells) if cell in self._remarks}


class Keeping:
    """The cells of one column that are kept as they were written."""

    def __init__(self, name: str, header: str, meant: Meant) -> None:
        self._name, self._start, self._meant = name, f'"{json_inside(header)}":', meant

    def member(self, text: str) -> str:
        """`text` as a member of a JSON object under the header, or nothing where we would write the same."""
        kept = self._meant.of(text) is not None or differs(self._name, text)
        return f'{self._start}"{json_inside(text)}"' if kept else ""


class FieldReader(Reader):
    """A column that means a field."""

    def __init__(self, field_: Field, cell_bytes: int, header: str, meant: Meant = NOTHING) -> None:
        lane = None if meant or field_.name in _NEVER_PLAIN else LANES.get(field_.name)
        super().__init__((*targets_of(field_), KEPT), lane, cell_bytes, NULL)
        self._field, self._keeping = field_, Keeping(field_.name, header, meant)
        self._parse = parser_of(field_, meant)

    def texts_of(self, text: str) -> tuple[list[str], tuple[Said, ...], bool]:
        """What the field's parser says."""
        parsed = self._parse(text)
        texts = [copy_text(target, parsed.values.get(target)) for target in self.targets[:-1]]
        texts.append(self._keeping.member(text))
        said = tuple(Said(problem.code, problem.value) for problem in parsed.problems)
        return texts, said, any(not is_error(problem.code) for problem in parsed.problems)

    def empty_texts(self) -> list[str]:
        """An empty cell clears the field; one that must have a value keeps it."""
        texts = [copy_text(target, self._field.empty.get(target)) for target in self.targets[:-1]]
        return [*texts, self._keeping.member("")]


class RawReader(Reader):
    """A column whose clean text is looked at together with others: kind, type, state, ZIP code, point, key."""

    def __init__(self, name: str, cell_bytes: int, header: str, meant: Meant = NOTHING) -> None:
        super().__init__((name, KEPT), None if meant else LANES.get(name), cell_bytes, "")
        self._keeping, self._meant = Keeping(name, header, meant), meant

    def texts_of(self, text: str) -> tuple[list[str], tuple[Said, ...], bool]:
        """The text itself or what a person says it means, without COPY's escapes."""
        meaning = self._meant.of(text)
        return [text if meaning is None else meaning, self._keeping.member(text)], (), False

    def beside(self, cells: list[str]) -> list[list[str]]:
        """Degrees may be plain text and still not as we write them (35.10)."""
        if self.targets[0] not in _DEGREES:
            return super().beside(cells)
        member = self._keeping.member
        others = other_degrees(SEPARATOR.join(cells) + SEPARATOR)
        return [[cell and member(cell) for cell in others]]

    def empty_texts(self) -> list[str]:
        """Nothing."""
        return ["", self._keeping.member("")]


class NoteReader(Reader):
    """A column that is kept as it is, as the inside of a JSON string."""

    def __init__(self, cell_bytes: int) -> None:
        super().__init__(("note",), quotable, cell_bytes, "")

    def texts_of(self, text: str) -> tuple[list[str], tuple[Said, ...], bool]:
        """The text, escaped for JSON and COPY."""
        return [json_inside(text)], (), False


def targets_of(field_: Field) -> tuple[str, ...]:
    """The columns of a staged row that a field fills; `identifier <scheme>` for an official number."""
    scheme = field_.name.replace("_", "-")
    if scheme in IDENTIFIER_SCHEMES:
        return (IDENTIFIER + scheme,)
    return tuple(field_.empty) or (field_.name,)

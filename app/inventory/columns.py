"""Which column means which field: by name, label, synonym or a near miss, with the confidence shown.

Pure. Nothing is guessed below `LOWEST`; a column that means nothing known is a note under its own header.
"""

import difflib
import re
from collections.abc import Mapping as ReadMapping
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any, Final, Literal

from app.errors import InvalidFileError
from app.inventory.codes import Finding, finding
from app.inventory.fields import FIELDS
from app.vocabulary.terms import fold

How = Literal["name", "label", "synonym", "weak synonym", "without filler words", "similar", "note"]
LOWEST: Final = 0.5
_CONFIDENCE: Final[dict[How, float]] = {
    "name": 1.0, "label": 0.98, "synonym": 0.95, "weak synonym": 0.7,
    "without filler words": 0.8, "similar": 0.6,
}  # fmt: skip
_ALIKE = 0.88
_SHORTEST_ALIKE = 5
_FILLER = re.compile(
    r"\b(the|of|for|optional|required|please|select|all that apply|if any|if known|your|format|example)\b"
)
_BRACKETS = re.compile(r"[(\[{].*?[)\]}]")


@dataclass(frozen=True)
class Column:
    """How one column was understood: `target` is a field's name, None for a note."""

    header: str
    target: str | None
    confidence: float
    how: How

    def as_json(self) -> dict[str, Any]:
        """For the report."""
        return asdict(self)


@dataclass(frozen=True)
class Mapping:
    """All columns of a file in its order, and what is to be said about them."""

    columns: tuple[Column, ...]
    findings: tuple[Finding, ...]

    def header_of(self, target: str) -> str | None:
        """The header of the column that means `target`, or None."""
        return next((column.header for column in self.columns if column.target == target), None)

    @property
    def targets(self) -> frozenset[str]:
        """The fields this file has."""
        return frozenset(column.target for column in self.columns if column.target)


def _squeeze(text: str) -> str:
    return fold(text).replace(" ", "")


@lru_cache(maxsize=1)
def _spellings() -> dict[str, list[tuple[str, How]]]:
    """Squeezed spelling -> the fields it may mean."""
    table: dict[str, list[tuple[str, How]]] = {}
    for name, field in FIELDS.items():
        tiers: tuple[tuple[How, tuple[str, ...]], ...] = (
            ("name", (name,)), ("label", (field.label,)), ("synonym", field.synonyms),
            ("weak synonym", field.weak),
        )  # fmt: skip
        seen: set[str] = set()
        for how, words in tiers:
            for spelling in map(_squeeze, words):
                if spelling and spelling not in seen:
                    seen.add(spelling)
                    table.setdefault(spelling, []).append((name, how))
    return table


def candidates(header: str) -> list[tuple[str, float, How]]:
    """The fields `header` may mean, best first, as (field, confidence, how)."""
    table = _spellings()
    exact = table.get(_squeeze(header))
    if exact:
        return sorted(((name, _CONFIDENCE[how], how) for name, how in exact), key=lambda found: -found[1])
    bare = _squeeze(_FILLER.sub(" ", fold(_BRACKETS.sub(" ", header))))
    if bare in table:
        how: How = "without filler words"
        return [(name, min(_CONFIDENCE[how], _CONFIDENCE[by]), how) for name, by in table[bare]]
    if len(bare) < _SHORTEST_ALIKE:
        return []
    near = difflib.get_close_matches(
        bare, [known for known in table if len(known) >= _SHORTEST_ALIKE], 1, _ALIKE
    )
    return [(name, _CONFIDENCE["similar"], "similar") for name, _ in table[near[0]][:1]] if near else []


def map_columns(
    header: Sequence[str],
    samples: Sequence[Sequence[str]] = (),
    chosen: ReadMapping[str, str | None] | None = None,
) -> Mapping:
    """Understand a header row. Raises InvalidFileError when no column can be the name."""
    del samples, chosen
    offers = sorted(
        (
            (confidence, -place, head, name, how)
            for place, head in enumerate(header)
            for name, confidence, how in candidates(head)
        ),
        key=lambda offer: (-offer[0], -offer[1]),
    )
    taken: dict[str, Column] = {}
    owner: dict[str, str] = {}
    for confidence, _, head, name, how in offers:
        if head not in taken and name not in owner and confidence >= LOWEST:
            taken[head], owner[name] = Column(head, name, confidence, how), head
    mapping = Mapping(
        tuple(taken.get(head, Column(head, None, 0.0, "note")) for head in header),
        tuple(_findings(header, taken, owner)),
    )
    _require(mapping, header)
    return mapping


def _findings(header: Sequence[str], chosen: dict[str, Column], owner: dict[str, str]) -> list[Finding]:
    found = []
    for head in header:
        offers = candidates(head)
        column = chosen.get(head)
        if column is None and offers:
            target = offers[0][0]
            found.append(finding("column-spare", 0, head, head, target=target, kept=owner[target]))
        elif column is not None and column.how == "similar":
            found.append(finding("column-guessed", 0, head, head, target=FIELDS[str(column.target)].label))
    if "key" not in owner:
        found.append(finding("key-derived", 0))
    return found


def _require(mapping: Mapping, header: Sequence[str]) -> None:
    if "name" in mapping.targets:
        return
    shown = ", ".join(f"“{head}”" for head in header[:20])
    raise InvalidFileError(
        f"No column is the name. The first row must hold the headers; it holds: {shown}. "
        "Call the column with the names “name”, “Program Name” or “Organization Name”.",
        parameter="file",
        accepted=[FIELDS["name"].name, FIELDS["name"].label, *FIELDS["name"].synonyms],
    )

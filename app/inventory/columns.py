"""Which column means which field, decided from its header and its first values, with the reason shown.

Pure. Nothing is taken below `LOWEST`; a column that means nothing known is a note under its own header, and what
it might mean stands in its alternatives.
"""

from collections.abc import Mapping as ReadMapping
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final, Literal

from app.errors import BadParameterError, InvalidFileError
from app.inventory.codes import Finding, finding
from app.inventory.fields import FIELDS
from app.inventory.headers import How, candidates, squeeze
from app.inventory.readers import SHAPE_LAT, SHAPE_LON
from app.inventory.weighing import SUGGESTED, Weighed, weigh

__all__ = ["LOWEST", "Column", "Mapping", "candidates", "map_columns"]
LOWEST: Final = 0.5
"""The confidence below which no column is taken for a field."""
_SAID_BELOW = 0.75
_SUGGESTED_FROM = 0.4
_ALTERNATIVES = 3
_SHAPE = {SHAPE_LON: "lon", SHAPE_LAT: "lat"}
_FORM_START = "timestamp"
_RESPONDENT = frozenset(("emailaddress", "username"))
"""In a form's answers: who filled it in, not whom the public should ask."""
Told = Literal["chosen", "remembered"]


@dataclass(frozen=True)
class Column:
    """How one column was understood: `target` is a field's name, None for a note.

    `alternatives` are other fields it may mean, as (field, confidence), best first.
    """

    header: str
    target: str | None
    confidence: float
    how: How
    reason: str = ""
    alternatives: tuple[tuple[str, float], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """For the report."""
        others = [{"target": name, "confidence": sure} for name, sure in self.alternatives]
        return asdict(self) | {"alternatives": others}


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


def map_columns(
    header: Sequence[str],
    samples: Sequence[Sequence[str]] = (),
    chosen: ReadMapping[str, str | None] | None = None,
    told: Told = "chosen",
) -> Mapping:
    """Understand a header row.

    `samples` holds the first values of each column, in the order of `header`. `chosen` is what a person said (header
    -> field, None for a note): it wins, and `told` says whether it was said now or is remembered.
    Raises BadParameterError for a choice that cannot be, InvalidFileError when no column can be the name.
    """
    fixed = _fixed(header, chosen or {}, told)
    weighed = _weighed(header, samples, fixed)
    taken = _assigned(header, weighed, fixed)
    columns = tuple(_column(head, taken.get(head), weighed.get(head, ())) for head in header)
    mapping = Mapping(columns, tuple(_findings(columns, weighed)))
    _require(mapping, header)
    return mapping


def _fixed(header: Sequence[str], chosen: ReadMapping[str, str | None], told: Told) -> dict[str, Column]:
    """Columns that are not weighed: what a person said, and the points of a map layer."""
    _check_choice(header, chosen)
    reason = "you said so" if told == "chosen" else "remembered from an earlier file of this state"
    fixed = {head: Column(head, target, 1.0, told, reason) for head, target in chosen.items()}
    owned = set(chosen.values())
    for head, target in _SHAPE.items():
        if head in header and head not in fixed and target not in owned:
            fixed[head] = Column(head, target, 1.0, "shape", "from the shapes of the map layer")
    return fixed


def _check_choice(header: Sequence[str], chosen: ReadMapping[str, str | None]) -> None:
    owner: dict[str, str] = {}
    for head, target in chosen.items():
        if head not in header:
            raise BadParameterError(f"The file has no column “{head}”.", parameter="columns", accepted=header)
        if target is None:
            continue
        if target not in FIELDS:
            raise BadParameterError(f"There is no field {target!r}.", parameter="columns", accepted=FIELDS)
        if target in owner:
            raise BadParameterError(
                f"“{owner[target]}” and “{head}” cannot both be {target}: choose one and keep the other as a note.",
                parameter="columns",
            )
        owner[target] = head


def _weighed(
    header: Sequence[str], samples: Sequence[Sequence[str]], fixed: ReadMapping[str, Column]
) -> dict[str, tuple[Weighed, ...]]:
    form = any(squeeze(head) == _FORM_START for head in header[:1])
    found = {}
    for place, head in enumerate(header):
        if head not in fixed:
            found[head] = weigh(candidates(head), samples[place] if place < len(samples) else ())
            if form and squeeze(head) in _RESPONDENT:
                found[head] = tuple(replace(each, confidence=SUGGESTED) for each in found[head])
    return found


def _assigned(
    header: Sequence[str], weighed: ReadMapping[str, tuple[Weighed, ...]], fixed: ReadMapping[str, Column]
) -> dict[str, Column]:
    """The surest offer first; a field is given once."""
    taken = dict(fixed)
    owned = {column.target for column in fixed.values() if column.target}
    offers = sorted(
        ((offer, place, head) for place, head in enumerate(header) for offer in weighed.get(head, ())),
        key=lambda each: (-each[0].confidence, each[1]),
    )
    for offer, _, head in offers:
        if head not in taken and offer.name not in owned and offer.confidence >= LOWEST:
            taken[head] = Column(head, offer.name, offer.shown, offer.how, offer.reason)
            owned.add(offer.name)
    return taken


def _column(head: str, taken: Column | None, offers: Sequence[Weighed]) -> Column:
    target = taken.target if taken else None
    others = tuple((each.name, each.shown) for each in offers if each.name != target)[:_ALTERNATIVES]
    if taken is None:
        return Column(head, None, 0.0, "note", "no field of ours is called this", others)
    return Column(head, target, taken.confidence, taken.how, taken.reason, others)


def _findings(columns: Sequence[Column], weighed: ReadMapping[str, tuple[Weighed, ...]]) -> list[Finding]:
    owner = {column.target: column.header for column in columns if column.target}
    found = []
    for column in columns:
        head = column.header
        if column.target is None:
            found += _about_note(head, weighed.get(head, ()), owner)
        elif _sureness(column, weighed) < _SAID_BELOW and column.how not in (
            "weak synonym",
            "without filler words",
        ):
            found.append(finding("column-guessed", 0, head, head, target=FIELDS[column.target].label))
    if "key" not in owner:
        found.append(finding("key-derived", 0))
    return found


def _sureness(column: Column, weighed: ReadMapping[str, tuple[Weighed, ...]]) -> float:
    """How sure its header and values make a column together; bad values alone are findings of their own."""
    offers = weighed.get(column.header, ())
    return next((each.confidence for each in offers if each.name == column.target), column.confidence)


def _about_note(head: str, offers: Sequence[Weighed], owner: ReadMapping[str, str]) -> list[Finding]:
    if not offers:
        return []
    best = offers[0]
    if best.name in owner:
        spare = best.confidence >= LOWEST
        return (
            [finding("column-spare", 0, head, head, target=best.name, kept=owner[best.name])] if spare else []
        )
    if best.confidence < _SUGGESTED_FROM:
        return []
    return [finding("column-suggested", 0, head, head, target=FIELDS[best.name].label)]


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

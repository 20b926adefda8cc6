"""What a header says weighed with what its values look like. Pure.

A sure header stands whatever its values are: then each bad value is a finding of its own. A weak one needs values
that fit, and values alone only ever suggest.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.inventory.fields import FIELDS
from app.inventory.headers import CONFIDENCE, How, Offer
from app.inventory.shapes import fit, sample, suggested, unique

SURE: Final = CONFIDENCE["synonym"]
SUGGESTED: Final = 0.45
"""The confidence of what only the values suggest: below what is taken."""
_ENOUGH_VALUES = 3
_FITS = 0.8
_CONTRADICTS = 0.2
_LIFT, _LOWER = 0.5, 0.5
_HOW_NAMED: Final[dict[How, str]] = {
    "name": "the header is our name for it", "label": "the header is our name for it",
    "synonym": "the header is a usual name for it", "weak synonym": "the header may mean it",
    "without filler words": "the header, without its small words, is a usual name for it",
    "abbreviation": "the header is short for a usual name of it",
    "cut name": "the header is a usual name for it, cut after ten characters",
    "question": "the question asks for it", "similar": "the header is nearly a usual name for it",
    "values": "only the values look like it",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Weighed:
    """One field that a column may mean, how sure that is (0 to 1) and why."""

    name: str
    confidence: float
    how: How
    reason: str
    fits: float | None = None
    """Share of the values looked at that fit; None where that says nothing."""

    @property
    def shown(self) -> float:
        """How sure a reader is told we are: never more than the share of values that fit."""
        return self.confidence if self.fits is None else min(self.confidence, round(self.fits, 3))


def weigh(offers: Sequence[Offer], column: Sequence[str]) -> tuple[Weighed, ...]:
    """All fields that a column may mean, best first: what its header offers, and what its values suggest."""
    values = sample(column)
    rivals = suggested(values) if len(values) >= _ENOUGH_VALUES and _unsure(offers, values) else []
    found = [_with_values(offer, column, values, bool(rivals and rivals[0][1] >= _FITS)) for offer in offers]
    known = {each.name for each in found}
    found += [
        _suggestion(name, share, len(values))
        for name, share in rivals
        if name not in known and share >= _FITS
    ]
    return tuple(sorted(found, key=lambda each: -each.confidence))


def _unsure(offers: Sequence[Offer], values: Sequence[str]) -> bool:
    """Whether no sure header stands, or the values are against it."""
    sure = [name for name, confidence, _ in offers if confidence >= SURE]
    if not sure:
        return True
    share = fit(sure[0], values)
    return share is not None and share <= _CONTRADICTS


def _with_values(offer: Offer, column: Sequence[str], values: Sequence[str], rival: bool) -> Weighed:
    name, sure, how = offer
    share = unique(column) if name == "key" else fit(name, values)
    reason = _HOW_NAMED[how]
    if share is None or len(column if name == "key" else values) < _ENOUGH_VALUES:
        return Weighed(name, sure, how, reason)
    if name != "key":
        reason += f", and {_fitting(share, len(values))}"
    if share >= _FITS:
        sure += (1 - sure) * _LIFT
    elif share <= _CONTRADICTS and (sure < SURE or (rival and how == "synonym")):
        sure *= _LOWER
    return Weighed(name, round(sure, 3), how, reason, None if name == "key" else share)


def _fitting(share: float, count: int) -> str:
    fitting = round(share * count)
    return (
        f"all {count} values we looked at fit"
        if fitting == count
        else f"{fitting} of {count} values we looked at fit"
    )


def _suggestion(name: str, share: float, count: int) -> Weighed:
    label = FIELDS[name].label
    reason = f"{round(share * count)} of {count} values we looked at could be “{label}”"
    return Weighed(name, round(SUGGESTED * share, 3), "values", reason)

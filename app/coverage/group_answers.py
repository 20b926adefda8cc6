"""Population groups side by side: who is without cover, how far apart, each with its margin. Reads the database.

Every group is counted at the points of its own figures. What a point reaches is what the people asked about reach
there: groups do not compete alone.
"""

from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from app.coverage.asked import contradiction
from app.coverage.context import Context, Contexts, groups_with_figures, read_context
from app.coverage.demand import FigureSet
from app.coverage.equity.groups import GroupCounts, GroupGap, group_gaps
from app.coverage.geodesy import Floats, Indices, to_ecef
from app.coverage.measured import Measured, measured
from app.coverage.measuring import ALL
from app.coverage.question import CoverageQuestion
from app.errors import AppError
from app.language import inside
from app.vocabulary.people import GROUPS

_REFERENCE: Final = "total"
FIGURES: Final = (
    "people", "without_cover", "covered_share", "share_ratio", "gap_points", "people_gap", "mean_access",
    "access_ratio", "access_gap", "seats_short",
)  # fmt: skip
"""Of each: its value, 90 % margin and reliability."""
_LOCAL: Final = ("nearest", "count", "seats", "gravity")
"""Measures that depend on where one is alone, not on who else is there."""


@dataclass(frozen=True)
class Read:
    """Reads contexts of other groups as of a day, from what is kept where there is such."""

    session: Session
    today: date
    contexts: Contexts | None

    def context(self, question: CoverageQuestion) -> Context:
        """What `question` stands on."""
        if self.contexts is not None:
            return self.contexts.of(self.session, question, self.today)
        return read_context(self.session, question, self.today)

    def groups(self) -> tuple[str, ...]:
        """Every group that has figures."""
        return self.contexts.groups(self.session) if self.contexts else groups_with_figures(self.session)


@dataclass(frozen=True)
class GroupAnswer:
    """One group against the reference, and where its figures are from."""

    group: str
    label: str
    gap: GroupGap
    figures: FigureSet


@dataclass(frozen=True, eq=False)
class _Side:
    """People (u,) of the published figures of a group with their margins, and what part of them is covered."""

    people: Floats
    margin: Floats
    covered: Floats
    access: Floats


def group_answers(
    session: Session, found: Measured, read: Read, only: str | None = None
) -> tuple[GroupAnswer, ...]:
    """The groups that the question names, the reference first, of all areas or `only` of the one with this GEOID.

    Raises BadParameterError for a group without figures.
    """
    question = found.context.question
    reference = question.how.reference or _REFERENCE
    sides: dict[str, tuple[_Side, FigureSet]] = {}
    names = read.groups() if ALL in question.how.groups else question.how.groups
    for group in dict.fromkeys((reference, *names)):
        must = group == reference or ALL not in question.how.groups
        side = _side(session, found, group, read, only, must=must)
        if side is not None:
            sides[group] = side
    if reference not in sides:
        raise contradiction(
            "reference", f"There are no figures of {inside(GROUPS.labels.get(reference, reference))} here."
        )
    return tuple(_compared(group, reference, sides, _target(found)) for group in sides)


def _target(found: Measured) -> float | None:
    """What every person should have, where access is shared out and the question says how much."""
    return found.threshold if found.context.question.how.method.competes else None


def _side(
    session: Session, found: Measured, group: str, read: Read, only: str | None, *, must: bool
) -> tuple[_Side, FigureSet] | None:
    context = found.context
    if group == context.question.group:
        return _of_points(_within(context, only), found.gap, _access(found)), context.points.figures
    plain = replace(context.question.how, groups=(), reference=None)
    try:
        other = read.context(replace(context.question, group=group, how=plain, preset=None, preset_values=()))
    except AppError:
        if must:
            raise
        return None
    return _of_points(_within(other, only), *_elsewhere(session, found, other)), other.points.figures


def _within(context: Context, only: str | None) -> Context:
    """`context` in which the people of no other area than `only` (None: of all) are counted."""
    if only is None:
        return context
    there = np.array([key == only for key in context.areas.keys], dtype=np.bool_)[context.areas.of]
    return replace(context, points=replace(context.points, unit=np.where(there, context.points.unit, -1)))


def _elsewhere(session: Session, found: Measured, other: Context) -> tuple[NDArray[np.bool_], Floats]:
    """Who of the points of another group is in a gap, and what they reach.

    A point of the people asked about as well is as theirs. Others are measured, unless people share what they reach:
    then they have what the nearest point of the people asked about has.
    """
    mine, theirs = found.context.points, other.points
    at = _same(mine.area_id, theirs.area_id)
    apart = at < 0
    if apart.any() and found.context.question.how.measure in _LOCAL:
        again = measured(session, other)
        return again.gap, _access(again)
    if apart.any():
        from scipy.spatial import cKDTree  # slow to import

        here, there = to_ecef(mine.lon, mine.lat), to_ecef(theirs.lon[apart], theirs.lat[apart])
        at[apart] = cKDTree(here).query(there)[1]
    return found.gap[at], _access(found)[at]


def _same(mine: Indices, theirs: Indices) -> Indices:
    """Where each of `theirs` is among `mine`, -1 for nowhere."""
    order = np.argsort(mine)
    near = np.minimum(np.searchsorted(mine, theirs, sorter=order), max(len(mine) - 1, 0))
    at = order[near]
    return np.where(mine[at] == theirs, at, -1).astype(np.int64)


def _access(found: Measured) -> Floats:
    """What people have more of the better: the measure, or the assets near them where it is a cost."""
    return found.count if found.context.question.how.method.cost else np.nan_to_num(found.value)


def _of_points(context: Context, gap: NDArray[np.bool_], access: Floats) -> _Side:
    """Published figures (u,) with the part of each that is covered, from their points inside."""
    points = context.points
    at = np.flatnonzero(points.unit >= 0)
    units, of = np.unique(points.unit[at], return_inverse=True)
    people = points.people[at]
    whole = np.bincount(of, weights=people, minlength=len(units))
    weight = np.where(whole[of] > 0, people, 1.0)
    total = np.bincount(of, weights=weight, minlength=len(units))
    shares = [
        np.bincount(of, weights=weight * values[at], minlength=len(units)) / np.maximum(total, 1e-300)
        for values in (1.0 - gap, access)
    ]
    published, margin = points.unit_people[units], points.unit_moe[units]
    part = np.divide(whole, published, out=np.ones(len(units)), where=published > 0)
    return _Side(
        whole.astype(np.float64), margin * np.minimum(part, 1.0), np.clip(shares[0], 0, 1), shares[1]
    )


def _compared(
    group: str, reference: str, sides: dict[str, tuple[_Side, FigureSet]], target: float | None
) -> GroupAnswer:
    """`group` against the reference: areas of both in one table, each group with people in its own rows alone."""
    mine, figures = sides[group]
    if group == reference:
        counts = GroupCounts((group,), mine.people[:, None], mine.margin[:, None])
        gaps = group_gaps(counts, mine.covered, group, mine.access, target)
        return GroupAnswer(group, GROUPS.labels.get(group, group), gaps[0], figures)
    other, _ = sides[reference]
    size = len(mine.people), len(other.people)
    people, margin = np.zeros((sum(size), 2)), np.zeros((sum(size), 2))
    people[: size[0], 0], people[size[0] :, 1] = mine.people, other.people
    margin[: size[0], 0], margin[size[0] :, 1] = mine.margin, other.margin
    gaps = group_gaps(
        GroupCounts((group, reference), people, margin),
        np.concatenate((mine.covered, other.covered)),
        reference,
        np.concatenate((mine.access, other.access)),
        target,
    )
    return GroupAnswer(group, GROUPS.labels.get(group, group), gaps[0], figures)


def group_record(answer: GroupAnswer) -> dict[str, Any]:
    """One group ready for JSON."""
    return {
        "group": answer.group,
        "label": answer.label,
        **{name: asdict(getattr(answer.gap, name)) for name in FIGURES},
        "gap_is_clear": answer.gap.gap_is_clear,
        "areas_without_margin": answer.gap.areas_without_margin,
        "source": answer.figures.source,
        "vintage": answer.figures.vintage,
        "method": answer.figures.method,
    }

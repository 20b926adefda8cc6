"""One population group by the published figures it is counted by: how many people, and what part of them is covered.

Reads the database for groups other than the one asked about.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from app.coverage.context import Context, Contexts, groups_with_figures, read_context
from app.coverage.demand import FigureSet
from app.coverage.geodesy import Floats, Indices, to_ecef
from app.coverage.measured import Measured, measured
from app.coverage.question import CoverageQuestion
from app.errors import AppError

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


@dataclass(frozen=True, eq=False)
class Side:
    """People (u,) of the published figures of a group with their margins, and what part of them is covered."""

    people: Floats
    margin: Floats
    covered: Floats
    access: Floats


def side_of(
    session: Session, found: Measured, group: str, read: Read, only: str | None, *, must: bool
) -> tuple[Side, FigureSet] | None:
    """The side of `group` where `found` was measured, of all areas or `only` of one, and where its figures are from.

    None without figures, unless it `must` have some: then it raises what reading them raises.
    """
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


def _of_points(context: Context, gap: NDArray[np.bool_], access: Floats) -> Side:
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
    return Side(whole.astype(np.float64), margin * np.minimum(part, 1.0), np.clip(shares[0], 0, 1), shares[1])

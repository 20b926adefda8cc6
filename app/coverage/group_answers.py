"""Population groups side by side: who is without cover, how far apart, each with its margin. Reads the database.

Every group is counted at the points of its own figures. Whether a point is covered depends on where it is alone, so it
is looked up once for all groups that share their points; shared access is that of the people asked about.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from app.coverage.asked import contradiction
from app.coverage.context import Context, Contexts, read_context
from app.coverage.demand import FigureSet, available_groups
from app.coverage.equity.groups import GroupCounts, GroupGap, group_gaps
from app.coverage.geodesy import Floats
from app.coverage.measured import Measured, measured
from app.coverage.measuring import ALL
from app.coverage.question import CoverageQuestion
from app.errors import AppError
from app.vocabulary.people import GROUPS

_REFERENCE: Final = "total"
FIGURES: Final = (
    "people", "without_cover", "covered_share", "share_ratio", "gap_points", "people_gap", "mean_access",
    "access_ratio", "access_gap", "seats_short",
)  # fmt: skip
"""Of each: its value, 90 % margin and reliability."""
Read = Callable[[CoverageQuestion], Context]


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


def group_answers(session: Session, found: Measured, read: Read) -> tuple[GroupAnswer, ...]:
    """The groups that the question names, the reference first. Raises BadParameterError for one without figures."""
    question = found.context.question
    reference = question.how.reference or _REFERENCE
    sides: dict[str, tuple[_Side, FigureSet]] = {}
    names = _named(session, question)
    for group in dict.fromkeys((reference, *names)):
        side = _side(session, found, group, read, must=group == reference or ALL not in question.how.groups)
        if side is not None:
            sides[group] = side
    if reference not in sides:
        raise contradiction("reference", f"There are no figures of {GROUPS.label(reference).lower()} here.")
    return tuple(_compared(group, reference, sides, _target(found)) for group in sides)


def _named(session: Session, question: CoverageQuestion) -> tuple[str, ...]:
    if ALL not in question.how.groups:
        return question.how.groups
    return tuple(each.group for each in available_groups(session))


def _target(found: Measured) -> float | None:
    """What every person should have, where access is shared out and the question says how much."""
    return found.threshold if found.context.question.how.method.competes else None


def _side(
    session: Session, found: Measured, group: str, read: Read, *, must: bool
) -> tuple[_Side, FigureSet] | None:
    context = found.context
    if group == context.question.group:
        return _of_points(context, found.gap, _access(found)), context.points.figures
    plain = replace(context.question.how, groups=(), reference=None)
    try:
        other = read(replace(context.question, group=group, how=plain, preset=None, preset_values=()))
    except AppError:
        if must:
            raise
        return None
    if np.array_equal(other.points.area_id, context.points.area_id):
        return _of_points(other, found.gap, _access(found)), other.points.figures
    again = measured(session, other)
    return _of_points(other, again.gap, _access(again)), other.points.figures


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
        return GroupAnswer(group, GROUPS.label(group), gaps[0], figures)
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
    return GroupAnswer(group, GROUPS.label(group), gaps[0], figures)


def reader(session: Session, found: Measured, contexts: Contexts | None) -> Read:
    """Reads contexts of other groups, from what is kept where there is such."""
    read = contexts.of if contexts else read_context
    return lambda question: read(session, question, found.context.today)


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

"""Population groups side by side: who is without cover, how far apart, each with its margin. Reads the database.

Every group is counted at the points of its own figures. What a point reaches is what the people asked about reach
there: groups do not compete alone.
"""

from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np
from sqlalchemy.orm import Session

from app.coverage.asked import contradiction
from app.coverage.demand import FigureSet
from app.coverage.equity.groups import GroupCounts, GroupGap, group_gaps
from app.coverage.group_sides import Read, Side, side_of
from app.coverage.measured import Measured
from app.coverage.measuring import ALL
from app.language import inside
from app.vocabulary.people import GROUPS

_REFERENCE: Final = "total"
FIGURES: Final = (
    "people", "without_cover", "covered_share", "share_ratio", "gap_points", "people_gap", "mean_access",
    "access_ratio", "access_gap", "seats_short",
)  # fmt: skip
"""Of each: its value, 90 % margin and reliability."""


@dataclass(frozen=True)
class GroupAnswer:
    """One group against the reference, and where its figures are from."""

    group: str
    label: str
    gap: GroupGap
    figures: FigureSet


def group_answers(
    session: Session, found: Measured, read: Read, only: str | None = None
) -> tuple[GroupAnswer, ...]:
    """The groups that the question names, the reference first, of all areas or `only` of the one with this GEOID.

    Raises BadParameterError for a group without figures.
    """
    question = found.context.question
    reference = question.how.reference or _REFERENCE
    sides: dict[str, tuple[Side, FigureSet]] = {}
    names = read.groups() if ALL in question.how.groups else question.how.groups
    for group in dict.fromkeys((reference, *names)):
        must = group == reference or ALL not in question.how.groups
        side = side_of(session, found, group, read, only, must=must)
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


def _compared(
    group: str, reference: str, sides: dict[str, tuple[Side, FigureSet]], target: float | None
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

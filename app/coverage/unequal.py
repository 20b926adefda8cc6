"""How unequally what people reach is shared out. Pure numerics."""

from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np

from app.coverage.equity.inequality import access_poverty, concentration_index, gini, palma, theil
from app.coverage.grouping import grouped
from app.coverage.measured import Measured
from app.coverage.tables import significant

_OF_MEAN: Final = 0.5
"""Poor in access is who has less than half of what the mean person has, where the question names no threshold: ours."""


@dataclass(frozen=True)
class Inequality:
    """Indices over people, None where undefined. `of` says what is shared out, `line` below which one is poor in it.

    `theil_between` is between states. `concentration` ranks areas by poverty, the poorest first (negative: access is
    with the poor); `palma` compares the tenth with the highest incomes with the poorest four tenths.
    """

    of: str
    gini: float | None
    theil: float | None
    theil_between: float | None
    theil_within: float | None
    concentration: float | None
    palma: float | None
    line: float | None
    headcount: float | None
    depth: float | None
    severity: float | None


def inequality(found: Measured) -> Inequality:
    """Of the points of an answer: of the measure, or of the assets near people where the measure is a cost."""
    context, method = found.context, found.context.question.how.method
    access = found.count if method.cost else np.nan_to_num(found.value)
    people = context.points.people
    states = grouped(context.points.state.tolist())
    parts = theil(access, people, states.of)
    mean = float(np.average(access, weights=people)) if people.sum() > 0 else 0.0
    line = found.threshold if found.threshold and not method.cost else _OF_MEAN * mean
    poor = access_poverty(access, people, line) if line > 0 else None
    poverty, income = (context.fact(name)[context.areas.of] for name in ("poverty", "income"))
    by_poverty, by_income = ~np.isnan(poverty), ~np.isnan(income)
    return Inequality(
        of="assets within the distance" if method.cost else f"{method.label.lower()} ({method.unit})",
        gini=gini(access, people),
        theil=parts.total if parts else None,
        theil_between=parts.between if parts else None,
        theil_within=parts.within if parts else None,
        concentration=concentration_index(access[by_poverty], people[by_poverty], -poverty[by_poverty]),
        palma=palma(access[by_income], people[by_income], income[by_income]),
        line=line if poor else None,
        headcount=poor.headcount if poor else None,
        depth=poor.depth if poor else None,
        severity=poor.severity if poor else None,
    )


def inequality_record(found: Measured) -> dict[str, Any]:
    """Ready for JSON, to seven significant digits."""
    return {
        name: significant(value) if isinstance(value, float) else value
        for name, value in asdict(inequality(found)).items()
    }

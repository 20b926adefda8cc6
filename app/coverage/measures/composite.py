"""One score of several indicators, and areas where need outruns supply. Pure.

After the out-of-school programs study of Dallas Afterschool and the Child Poverty Action Lab: indicators are
transformed towards symmetry, standardised, and weighed by the first principal component; the score runs from
0 to 100 and falls into five natural classes, once for supply and once for demand.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from app.coverage.geodesy import Floats, Indices
from app.coverage.measures.classes import class_of, natural_breaks
from app.coverage.measures.result import Flags
from app.errors import BadParameterError

Transform = Literal["none", "sqrt", "log", "auto"]
CLASSES: Final = 5


@dataclass(frozen=True, eq=False)
class Composite:
    """`score` (n,) 0 to 100; `weights` (p,) of the standardised indicators; `explained`: share of their
    variance in the score; `transforms` (p,) used; `breaks` and `classes` (n,) 1 to 5.
    """

    score: Floats
    weights: Floats
    explained: float
    transforms: tuple[Transform, ...]
    breaks: Floats
    classes: Indices


def composite_index(
    indicators: Floats,
    more_is_more: Sequence[bool],
    transform: Transform = "auto",
    classes: int = CLASSES,
) -> Composite:
    """A score of `indicators` (n, p); `more_is_more` (p,) says which of them raise it.

    `auto` takes for each indicator the transform that leaves the least skew. The sign of the component is
    that in which its weights sum to more than 0. Raises BadParameterError for fewer than 2 areas, a number
    that is not finite, a negative one where a root or logarithm is asked for, or one that is everywhere the
    same.
    """
    table = np.asarray(indicators, dtype=np.float64)
    _check(table, more_is_more)
    made = [_transformed(table[:, at], transform, at) for at in range(table.shape[1])]
    signs = np.where(np.asarray(more_is_more, dtype=np.bool_), 1.0, -1.0)
    standard = np.column_stack([column for column, _ in made]) * signs
    standard = (standard - standard.mean(axis=0)) / standard.std(axis=0)
    score, weights, explained = component_score(standard)
    breaks = natural_breaks(score, classes)
    names = tuple(name for _, name in made)
    return Composite(score, weights, explained, names, breaks, class_of(score, breaks))


def component_score(standard: Floats) -> tuple[Floats, Floats, float]:
    """Score (n,) from 0 to 100 of standardised columns (n, p) by their first principal component (50 where all are the
    same), its weights (p,) and the share of variance it holds.
    """
    weights, explained = _first_component(standard)
    raw = standard @ weights
    spread = raw.max() - raw.min()
    score: Floats = 100 * (raw - raw.min()) / spread if spread > 0 else np.full(len(raw), 50.0)
    return score, weights, explained


def priority(demand: Composite, supply: Composite, *further: Flags) -> Flags:
    """Areas (n,) whose demand is in a higher class than their supply and that meet all `further` conditions."""
    chosen: Flags = demand.classes > supply.classes
    for condition in further:
        chosen = chosen & condition
    return chosen


def _check(table: Floats, more_is_more: Sequence[bool]) -> None:
    if table.ndim != 2 or table.shape[0] < 2 or table.shape[1] != len(more_is_more):
        raise _wrong(f"Indicators of shape {table.shape} and {len(more_is_more)} directions do not fit.")
    if not np.isfinite(table).all():
        row, column = np.argwhere(~np.isfinite(table))[0]
        raise _wrong(
            f"Indicator {column} of area {row} is not a number: leave the area out, or fill it and say so."
        )
    same = np.flatnonzero(np.ptp(table, axis=0) == 0)
    if same.size:
        raise _wrong(f"Indicator {same[0]} is the same everywhere: leave it out.")


def _transformed(column: Floats, transform: Transform, at: int) -> tuple[Floats, Transform]:
    if transform in ("sqrt", "log") and column.min() < 0:
        raise _wrong(f"Indicator {at} has negative numbers: it has no root or logarithm.")
    made: dict[Transform, Floats] = {"none": column}
    if column.min() >= 0:
        made |= {"sqrt": np.sqrt(column), "log": np.log1p(column)}
    if transform != "auto":
        return made[transform], transform
    best = min(made, key=lambda name: abs(_skew(made[name])))
    return made[best], best


def _skew(column: Floats) -> float:
    deviation = column - column.mean()
    return float((deviation**3).mean() / column.std() ** 3)


def _first_component(standard: Floats) -> tuple[Floats, float]:
    """Weights of the first principal component and the share of variance it holds."""
    values, vectors = np.linalg.eigh(standard.T @ standard / len(standard))
    weights: Floats = vectors[:, -1].astype(np.float64)
    if weights.sum() < 0:
        weights = -weights
    whole = float(values.sum())
    return weights, float(values[-1]) / whole if whole > 0 else 0.0


def _wrong(detail: str) -> BadParameterError:
    return BadParameterError(detail, parameter="indicators")

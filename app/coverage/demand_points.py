"""The points of a set of figures, read from the database: at areas of their own, or spread there from counties."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from sqlalchemy.orm import Session

from app.coverage.figure_sets import KINDS, FigureSet, weights_by_kind
from app.coverage.geodesy import Floats, Indices
from app.coverage.spreading import grown, spread
from app.coverage.statements import statement
from app.geography.official.changes import PARTS

Row = tuple[Any, ...]
"""id, geoid, name, state, county_geoid, lon, lat, source, kind."""
NO_BOX: Final = {"margin": False, "west": 0.0, "south": 0.0, "east": 0.0, "north": 0.0}
_AREA: Final = slice(0, 9)
_COUNTY, _FIGURE, _MOE, _WEIGHT, _RANK = 4, 9, 10, 9, 10


@dataclass(frozen=True)
class Points:
    """Points (n,), their people, and the figures (u,) these come from: `unit` (n,) are indices into them."""

    rows: list[Row]
    people: Floats
    unit: Indices
    unit_geoid: list[str]
    unit_people: Floats
    unit_moe: Floats
    spread: bool


def box_around(session: Session, states: tuple[str, ...], margin_m: float) -> dict[str, Any]:
    """The parameters of a box that holds every point within `margin_m` of the states."""
    if not states or margin_m <= 0:
        return dict(NO_BOX)
    found = session.execute(statement("states_box"), {"states": list(states)}).one()
    if found.west is None:
        return dict(NO_BOX)
    west, south, east, north = grown(tuple(found), margin_m)
    return {"margin": True, "west": west, "south": south, "east": east, "north": north}


def own_points(session: Session, figures: FigureSet, given: dict[str, Any]) -> Points:
    """Areas that have a figure of the set, each at its own point."""
    whole = given["states"] is None
    found = list(session.execute(statement("demand", whole_country=whole), {**given, "kind": figures.kind}))
    if figures.method == "modelled":
        found += session.execute(statement("demand_modelled", whole_country=whole), given)
    rows = _by_geoid(found)
    people, moe = numbers([row[_FIGURE] for row in rows]), numbers([row[_MOE] for row in rows])
    unit = np.arange(len(rows), dtype=np.int64)
    return Points(
        [row[_AREA] for row in rows], people, unit, [row[1] for row in rows], people, moe, spread=False
    )


def spread_points(
    session: Session, sets: Sequence[FigureSet], kinds: Sequence[str], given: dict[str, Any]
) -> Points:
    """Figures of counties spread over the finest of the points of `kinds` in each of them, by their total people.

    A county without such points comes with its own point.
    """
    counties = _by_geoid(
        session.execute(statement("county_figures", whole_country=given["states"] is None), given)
    )
    rows, unit, weight = _spread_over(
        counties, _inside(session, counties, sets, kinds, whole_country=given["states"] is None)
    )
    unit_people = numbers([row[_FIGURE] for row in counties])
    return Points(
        rows, spread(unit, weight, unit_people), unit, [row[1] for row in counties], unit_people,
        numbers([row[_MOE] for row in counties]), spread=True,
    )  # fmt: skip


def _inside(
    session: Session,
    counties: list[Row],
    sets: Sequence[FigureSet],
    kinds: Sequence[str],
    *,
    whole_country: bool,
) -> list[Row]:
    """Points with people in the counties, and in the counties that those became."""
    found = weights_by_kind(sets)
    weights = {kind: found[kind] for kind in KINDS if kind in kinds and kind in found}
    codes = {row[1] for row in counties}
    codes |= {new for old in codes & set(PARTS) for new in PARTS[old]}
    asked = {
        "counties": sorted(codes),
        "kinds": list(weights),
        "sources": [each.source for each in weights.values()],
        "vintages": [each.vintage for each in weights.values()],
    }
    if not weights:
        return []
    return _by_geoid(session.execute(statement("county_points", whole_country=whole_country), asked))


def _spread_over(counties: list[Row], points: list[Row]) -> tuple[list[Row], Indices, Floats]:
    """Rows of points with their unit (an index into `counties`) and weight: of each county the finest it has."""
    unit_of = {row[1]: at for at, row in enumerate(counties)}
    for old, codes in PARTS.items():
        if old in unit_of:
            unit_of |= {new: unit_of[old] for new in codes if new not in unit_of}
    unit = np.array([unit_of[row[_COUNTY]] for row in points], dtype=np.int64)
    rank = np.array([row[_RANK] for row in points], dtype=np.int64)
    finest = np.full(len(counties), np.iinfo(np.int64).max)
    np.minimum.at(finest, unit, rank)
    at = np.flatnonzero(rank == finest[unit])
    alone = np.flatnonzero(finest == np.iinfo(np.int64).max)
    rows = [(*points[i][:_COUNTY], counties[unit[i]][1], *points[i][_COUNTY + 1 : 9]) for i in at]
    rows += [counties[i][_AREA] for i in alone]
    weight = np.concatenate((numbers([points[i][_WEIGHT] for i in at]), np.ones(len(alone))))
    return rows, np.concatenate((unit[at], alone)), weight


def _by_geoid(rows: Any) -> list[Row]:
    return sorted(map(tuple, rows), key=lambda row: (row[1], row[0]))


def numbers(values: Sequence[float | None]) -> Floats:
    """`values` with NaN for what there is not."""
    return np.array([np.nan if each is None else each for each in values], dtype=np.float64)

"""Where people are: points as arrays, with the figures of one group. Reads the database.

People are counted at the points of the finest areas there are. Figures of counties are never put on the county's own
point: they are spread over the points inside it, in proportion to the people counted there. All figures of one answer
are of one set (see `figure_sets`); figures of different years are never added up.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from app.coverage.demand_points import Points, Row, box_around, own_points, spread_points
from app.coverage.figure_sets import (
    KINDS,
    POINT_WORDS,
    FigureSet,
    available_groups,
    chosen_set,
    figure_sets,
    figures_for,
    narrower,
)
from app.coverage.geodesy import Floats, Indices
from app.coverage.spreading import within_m
from app.coverage.statements import statement

__all__ = [
    "ZIP_KINDS", "Demand", "FigureSet", "Texts", "available_groups", "figures_for", "read_demand", "texts",
]  # fmt: skip

Texts = NDArray[np.object_]
ZIP_KINDS: Final = ("zip", "county")
"""Kinds whose figures can be put on the points of ZIP areas."""


@dataclass(frozen=True, eq=False)
class Demand:
    """Places where people are, ordered by GEOID; arrays of one length n.

    `unit` (n,) says which published figure a point has its people from: an index into `unit_geoid`, `unit_people` and
    `unit_moe` (90 % margins, NaN where the source gives none), -1 for points without a figure. Where `spread` is False
    every point is its own unit. Points beyond the states asked for have `inside` False; of a unit of theirs perhaps not
    all points are here.

    `own_point` marks counties that had to be put on their own point. `is_zip` is False for the points that stand for
    counties without people. `county_geoid` is None where the county is not known. `zips_without_figure` are left out.
    """

    figures: FigureSet
    area_id: Indices
    geoid: Texts
    name: Texts
    state: Texts
    county_geoid: Texts
    lon: Floats
    lat: Floats
    people: Floats
    is_zip: NDArray[np.bool_]
    area_sources: tuple[str, ...]
    zips_without_figure: int
    unit: Indices
    unit_geoid: Texts
    unit_people: Floats
    unit_moe: Floats
    point_kind: Texts
    own_point: NDArray[np.bool_]
    inside: NDArray[np.bool_]
    spread: bool = False

    def __len__(self) -> int:
        return len(self.people)


def read_demand(
    session: Session,
    states: tuple[str, ...],
    group: str,
    *,
    lone_counties: bool = False,
    kinds: tuple[str, ...] = KINDS,
    margin_m: float = 0.0,
) -> Demand:
    """People of `group` in `states` (none: all), and up to `margin_m` metres beyond them.

    `kinds` are the kinds of areas whose figures may be used, `ZIP_KINDS` for an answer by ZIP area; with
    `lone_counties`, counties without points come as empty places. Raises BadParameterError for a group without figures.
    """
    sets = figure_sets(session, states, (group, "total", *narrower(group)), kinds)
    figures = chosen_set(session, sets, states, group, kinds)
    given = {
        "group": group,
        "source": figures.source,
        "vintage": figures.vintage,
        "states": list(states) or None,
    }
    given |= box_around(session, states, margin_m)
    if figures.kind == "county":
        points = spread_points(session, sets, kinds, given)
    else:
        points = own_points(session, figures, given)
    empty = _empty_counties(session, points, given) if lone_counties else []
    whole = _demand(replace(figures, points=_words(points)), points, empty, states)
    return replace(_chosen(whole, margin_m), zips_without_figure=_zips_without(session, whole, states))


def _empty_counties(session: Session, points: Points, given: dict[str, Any]) -> list[Row]:
    known = sorted({row[4] for row in points.rows if row[4] is not None})
    rows = session.execute(statement("lone_counties"), {"states": given["states"], "known": known})
    return [tuple(row) for row in rows]


def _zips_without(session: Session, demand: Demand, states: tuple[str, ...]) -> int:
    """ZIP codes of the states that are no place of the answer; 0 where its places are no ZIP areas."""
    zips = np.count_nonzero((demand.point_kind == "zip") & demand.inside)
    if not zips:
        return 0
    there = session.scalar(statement("zip_count"), {"states": list(states) or None}) or 0
    return int(there - zips)


def _demand(figures: FigureSet, points: Points, empty: list[Row], states: tuple[str, ...]) -> Demand:
    columns = list(zip(*(points.rows + empty), strict=True)) or [()] * 9
    area_id, geoid, name, state, county, lon, lat, source, kind = columns
    counted = np.arange(len(kind)) < len(points.rows)
    point_kind = texts(kind)
    return Demand(
        figures=figures,
        area_id=np.array(area_id, dtype=np.int64),
        geoid=texts(geoid),
        name=texts(name),
        state=texts(state),
        county_geoid=texts(county),
        lon=np.array(lon, dtype=np.float64),
        lat=np.array(lat, dtype=np.float64),
        people=np.concatenate((points.people, np.zeros(len(empty)))),
        is_zip=counted,
        area_sources=tuple(sorted(set(source))),
        zips_without_figure=0,
        unit=np.concatenate((points.unit, np.full(len(empty), -1, dtype=np.int64))),
        unit_geoid=texts(points.unit_geoid),
        unit_people=points.unit_people,
        unit_moe=points.unit_moe,
        point_kind=point_kind,
        own_point=counted & (point_kind == "county"),
        inside=np.array([not states or each in states for each in state], dtype=np.bool_),
        spread=points.spread,
    )


def _words(points: Points) -> str:
    """Where people are put, in words."""
    kinds = {row[8] for row in points.rows} - ({"county"} if points.spread else set())
    named = " and ".join(POINT_WORDS[kind] for kind in KINDS if kind in kinds)
    if not points.spread:
        return named or POINT_WORDS["zip"]
    return f"{named or 'counties'}, spread there from counties by total people (modelled)"


def _chosen(whole: Demand, margin_m: float) -> Demand:
    """The points asked for, in order: all inside the states, and of those beyond the ones near enough."""
    kept = whole.inside.copy()
    out = ~whole.inside
    if not out.any() and not whole.spread and whole.is_zip.all():
        return whole
    kept[out] = within_m(
        whole.lon[out], whole.lat[out], whole.lon[whole.inside], whole.lat[whole.inside], margin_m
    )
    at = np.flatnonzero(kept)
    at = at[np.lexsort((whole.area_id[at], np.array(whole.geoid[at].tolist(), dtype=np.str_)))]
    per_point = (
        "area_id", "geoid", "name", "state", "county_geoid", "lon", "lat", "people", "is_zip", "unit", "point_kind",
        "own_point", "inside",
    )  # fmt: skip
    return replace(whole, **{name: getattr(whole, name)[at] for name in per_point})


def texts(values: Sequence[str | None]) -> Texts:
    """`values` as an array of Python strings."""
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array

"""Where people are: points as arrays, with the figures of one group. Reads the database.

People are counted at the points of the finest areas there are. Figures of counties are never put on the county's own
point: they are spread over the points inside it, in proportion to the people counted there. All figures of one answer
are of one set (see `figure_sets`); figures of different years are never added up.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from app.coverage.figure_sets import (
    KINDS,
    POINT_WORDS,
    FigureSet,
    available_groups,
    figure_sets,
    figures_for,
    weights_by_kind,
)
from app.coverage.geodesy import Floats, Indices
from app.coverage.spreading import grown, spread, within_m
from app.coverage.statements import statement
from app.geography.official.changes import PARTS

__all__ = [
    "ZIP_KINDS", "Counties", "Demand", "FigureSet", "Texts", "available_groups", "figures_for", "read_counties",
    "read_demand", "texts",
]  # fmt: skip

Texts = NDArray[np.object_]
ZIP_KINDS: Final = ("zip", "county")
"""Kinds whose figures can be put on the points of ZIP areas."""
_NO_BOX: Final = {"margin": False, "west": 0.0, "south": 0.0, "east": 0.0, "north": 0.0}


@dataclass(frozen=True, eq=False)
class Demand:
    """Places where people are, ordered by GEOID; arrays of one length n.

    `unit` (n,) says which published figure a point has its people from: an index into `unit_geoid`, `unit_people` and
    `unit_moe` (90 % margins, NaN where the source gives none), -1 for points without a figure. Where `spread` is False
    every point is its own unit. Points beyond the states asked for have `inside` False; of a unit of theirs perhaps not
    all points are here.

    `point_kind` is the kind of area a point is of; `own_point` marks counties that had to be put on their own point.
    `is_zip` is False for the points that stand for counties without people. `county_geoid` is None where the county is
    not known. `zips_without_figure` are left out.
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


@dataclass(frozen=True, eq=False)
class Counties:
    """Names and points of counties, by GEOID."""

    name: dict[str, str]
    point: dict[str, tuple[float, float]]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Asked:
    """What points are read: `kinds` of figures allowed, points beyond the states up to `margin_m`, empty counties."""

    states: tuple[str, ...]
    group: str
    kinds: tuple[str, ...] = KINDS
    margin_m: float = 0.0
    lone_counties: bool = False


@dataclass
class _Points:
    """Rows as they are read: (id, geoid, name, state, county, lon, lat, source, kind), and their figures."""

    rows: list[tuple[Any, ...]]
    people: Floats
    unit: Indices
    unit_geoid: list[str]
    unit_people: Floats
    unit_moe: Floats
    spread: bool = False
    empty: list[tuple[Any, ...]] = field(default_factory=list)


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
    asked = Asked(states, group, kinds, margin_m, lone_counties)
    figures = figures_for(session, states, group, kinds)
    given = {
        "group": group,
        "source": figures.source,
        "vintage": figures.vintage,
        "states": list(states) or None,
    }
    given |= _box(session, asked)
    if figures.kind == "county":
        points, weights = _spread_points(session, asked, given)
    else:
        points, weights = _own_points(session, figures, given), figures
    if lone_counties:
        points.empty = _empty_counties(session, points, given)
    return _demand(figures, points, asked, _zips_without(session, weights, given))


def _box(session: Session, asked: Asked) -> dict[str, Any]:
    """The box that points beyond the states are looked for in."""
    if not asked.states or asked.margin_m <= 0:
        return dict(_NO_BOX)
    found = session.execute(statement("states_box"), {"states": list(asked.states)}).one()
    if found.west is None:
        return dict(_NO_BOX)
    west, south, east, north = grown(tuple(found), asked.margin_m)
    return {"margin": True, "west": west, "south": south, "east": east, "north": north}


def _own_points(session: Session, figures: FigureSet, given: dict[str, Any]) -> _Points:
    rows = session.execute(statement("demand"), {**given, "kind": figures.kind}).all()
    people, moe = (_numbers([row[at] for row in rows]) for at in (9, 10))
    unit = np.arange(len(rows), dtype=np.int64)
    return _Points([row[:9] for row in rows], people, unit, [row[1] for row in rows], people, moe)


def _spread_points(session: Session, asked: Asked, given: dict[str, Any]) -> tuple[_Points, FigureSet | None]:
    """Points that county figures are spread over, and the set they are weighed by where those are ZIP areas."""
    weights = _weights(session, asked)
    rows = session.execute(statement("spread"), given | weights_given(weights)).all()
    index = {geoid: at for at, geoid in enumerate(dict.fromkeys(row[4] for row in rows))}
    unit = np.array([index[row[4]] for row in rows], dtype=np.int64)
    unit_people, unit_moe = np.zeros(len(index)), np.full(len(index), np.nan)
    unit_people[unit], unit_moe[unit] = (
        _numbers([row[9] for row in rows]),
        _numbers([row[10] for row in rows]),
    )
    weight = np.array([1.0 if row[11] is None else row[11] for row in rows], dtype=np.float64)
    people = spread(unit, weight, unit_people)
    points = _Points([row[:9] for row in rows], people, unit, list(index), unit_people, unit_moe, spread=True)
    return points, weights.get("zip") if asked.kinds == ZIP_KINDS else None


def _weights(session: Session, asked: Asked) -> dict[str, FigureSet]:
    """Sets of total people, the finest kind first; only of ZIP areas for an answer by ZIP area."""
    found = weights_by_kind(figure_sets(session, asked.states, "total"))
    kinds = ("zip",) if asked.kinds == ZIP_KINDS else KINDS
    return {kind: found[kind] for kind in kinds if kind in found}


def weights_given(weights: dict[str, FigureSet]) -> dict[str, list[str]]:
    """The parameters of `spread.sql` about weights and codes of counties."""
    pairs = [(old, new) for old, codes in PARTS.items() for new in codes]
    return {
        "kinds": list(weights),
        "sources": [each.source for each in weights.values()],
        "vintages": [each.vintage for each in weights.values()],
        "old": [old for old, _ in pairs],
        "new": [new for _, new in pairs],
    }


def _empty_counties(session: Session, points: _Points, given: dict[str, Any]) -> list[tuple[Any, ...]]:
    known = sorted({row[4] for row in points.rows if row[4] is not None})
    rows = session.execute(statement("lone_counties"), {"states": given["states"], "known": known})
    return [tuple(row) for row in rows]


def _zips_without(session: Session, figures: FigureSet | None, given: dict[str, Any]) -> int:
    if figures is None or figures.kind != "zip":
        return 0
    asked = {
        "states": given["states"],
        "group": figures.group,
        "source": figures.source,
        "vintage": figures.vintage,
    }
    return session.scalar(statement("zips_without_figure"), asked) or 0


def _demand(figures: FigureSet, points: _Points, asked: Asked, zips_without_figure: int) -> Demand:
    rows = points.rows + points.empty
    columns = list(zip(*rows, strict=True)) or [()] * 9
    area_id, geoid, name, state, county, lon, lat, source, kind = columns
    empty = len(points.empty)
    whole = Demand(
        figures=replace(figures, points=_words(points)),
        area_id=np.array(area_id, dtype=np.int64),
        geoid=texts(geoid),
        name=texts(name),
        state=texts(state),
        county_geoid=texts(county),
        lon=np.array(lon, dtype=np.float64),
        lat=np.array(lat, dtype=np.float64),
        people=np.concatenate((points.people, np.zeros(empty))),
        is_zip=np.arange(len(rows)) < len(points.rows),
        area_sources=tuple(sorted(set(source))),
        zips_without_figure=zips_without_figure,
        unit=np.concatenate((points.unit, np.full(empty, -1, dtype=np.int64))),
        unit_geoid=texts(points.unit_geoid),
        unit_people=points.unit_people,
        unit_moe=points.unit_moe,
        point_kind=texts(kind),
        own_point=np.array([points.spread and each == "county" for each in kind], dtype=np.bool_)
        & (np.arange(len(rows)) < len(points.rows)),
        inside=np.array([not asked.states or each in asked.states for each in state], dtype=np.bool_),
        spread=points.spread,
    )
    return _chosen(whole, asked.margin_m) if empty or not whole.inside.all() else whole


def _words(points: _Points) -> str:
    """Where people are put, in words."""
    kinds = {row[8] for row in points.rows} - ({"county"} if points.spread else set())
    named = " and ".join(POINT_WORDS[kind] for kind in KINDS if kind in kinds)
    if not points.spread:
        return named or POINT_WORDS["zip"]
    return f"{named or 'counties'}, spread there from counties by total people"


def _chosen(whole: Demand, margin_m: float) -> Demand:
    """The points asked for, in order: all inside the states, and of those beyond the ones near enough."""
    kept = whole.inside.copy()
    out = ~whole.inside
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


def _numbers(values: Sequence[float | None]) -> Floats:
    return np.array([np.nan if each is None else each for each in values], dtype=np.float64)


def texts(values: Sequence[str | None]) -> Texts:
    """`values` as an array of Python strings."""
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def read_counties(session: Session, states: tuple[str, ...]) -> Counties:
    """Counties of `states` (none: all)."""
    rows = session.execute(statement("counties"), {"states": list(states) or None}).all()
    return Counties(
        name={row.geoid: row.name for row in rows},
        point={row.geoid: (row.lon, row.lat) for row in rows},
        sources=tuple(sorted({row.source for row in rows})),
    )

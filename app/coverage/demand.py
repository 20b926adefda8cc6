"""Where people are: ZIP areas as arrays, with the figures of one group. Reads the database.

People are always counted at the points of their ZIP areas, also when the answer is by county. All figures
of one answer come from one source and vintage; figures of different years are never added up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from app.coverage.geodesy import Floats
from app.coverage.statements import statement
from app.errors import BadParameterError, NotFoundError
from app.vocabulary.people import GROUPS

Texts = NDArray[np.object_]
_METHODS: Final = ("counted", "estimated", "modelled")
_COMPLETE_SHARE: Final = 0.95
"""A set of figures that has this share of the areas of the fullest set is as good as complete."""


@dataclass(frozen=True)
class FigureSet:
    """Figures of one group by one source: how they came about and for how many ZIP areas there are some."""

    group: str
    label: str
    source: str
    vintage: str
    method: str
    areas: int
    people: float


@dataclass(frozen=True, eq=False)
class Demand:
    """Places where people are, ordered by GEOID; arrays of one length n.

    `is_zip` is False for the points that stand for counties without ZIP areas; their `people` are 0.
    `county_geoid` is None where the county is not known. `zips_without_figure` are left out.
    """

    figures: FigureSet
    area_id: NDArray[np.int64]
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

    def __len__(self) -> int:
        return len(self.people)


@dataclass(frozen=True, eq=False)
class Counties:
    """Names and points of counties, by GEOID."""

    name: dict[str, str]
    point: dict[str, tuple[float, float]]
    sources: tuple[str, ...]


def available_groups(session: Session) -> list[FigureSet]:
    """Groups that have figures, in the order of the vocabulary, each with the set an answer would use."""
    sets = _figure_sets(session, (), None)
    return [
        _preferred(found) for group in GROUPS if (found := [each for each in sets if each.group == group])
    ]


def figures_for(session: Session, states: tuple[str, ...], group: str) -> FigureSet:
    """The set of figures an answer about `group` in `states` (none: all) uses.

    A complete set before a partial one, counted before estimated before modelled, a newer vintage before an
    older one. Raises BadParameterError when the group has no figures there.
    """
    found = _figure_sets(session, states, group)
    if found:
        return _preferred(found)
    raise _without_figures(session, states, group)


def _without_figures(
    session: Session, states: tuple[str, ...], group: str
) -> BadParameterError | NotFoundError:
    known = list(dict.fromkeys(each.group for each in _figure_sets(session, states, None)))
    where = ", ".join(states) or "the whole country"
    if not known:
        return NotFoundError(
            f"No population figures are loaded for {where}: load the reference geography (`stemmap db seed`)."
        )
    return BadParameterError(
        f"There are no figures of {GROUPS.label(group).lower()} for {where}.",
        parameter="population",
        accepted=known,
    )


def _figure_sets(session: Session, states: tuple[str, ...], group: str | None) -> list[FigureSet]:
    rows = session.execute(statement("figure_sets"), {"states": list(states) or None, "group": group})
    return [FigureSet(row.group, GROUPS.label(row.group), *row[1:]) for row in rows]


def _preferred(sets: Sequence[FigureSet]) -> FigureSet:
    fullest = max(each.areas for each in sets)
    complete = [each for each in sets if each.areas >= _COMPLETE_SHARE * fullest]
    by_source = sorted(complete, key=lambda each: each.source)
    newest_first = sorted(by_source, key=lambda each: each.vintage, reverse=True)
    return min(newest_first, key=lambda each: _METHODS.index(each.method))


def read_demand(session: Session, states: tuple[str, ...], group: str, *, lone_counties: bool) -> Demand:
    """People of `group` in `states` (none: all); with `lone_counties`, counties without ZIP areas as empty
    places.
    """
    figures = figures_for(session, states, group)
    chosen = {
        "states": list(states) or None,
        "group": group,
        "source": figures.source,
        "vintage": figures.vintage,
    }
    rows = session.execute(statement("demand"), {**chosen, "lone_counties": lone_counties}).all()
    without = session.scalar(statement("zips_without_figure"), chosen) or 0
    return _as_arrays(figures, rows, without)


def _as_arrays(figures: FigureSet, rows: Sequence[Any], zips_without_figure: int) -> Demand:
    area_id, geoid, name, state, county, lon, lat, people, sources, is_zip = zip(*rows, strict=True)
    return Demand(
        figures=figures,
        area_id=np.array(area_id, dtype=np.int64),
        geoid=texts(geoid),
        name=texts(name),
        state=texts(state),
        county_geoid=texts(county),
        lon=np.array(lon, dtype=np.float64),
        lat=np.array(lat, dtype=np.float64),
        people=np.array(people, dtype=np.float64),
        is_zip=np.array(is_zip, dtype=np.bool_),
        area_sources=tuple(sorted(set(sources))),
        zips_without_figure=zips_without_figure,
    )


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

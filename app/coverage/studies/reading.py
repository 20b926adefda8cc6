"""The scene of a study, read from the database: people of all its groups, what serves them, where more could be."""

from dataclasses import asdict
from datetime import date
from typing import Any, Final

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.coverage.context import Contexts
from app.coverage.counties import Counties, read_counties
from app.coverage.demand import ZIP_KINDS, Demand, read_demand
from app.coverage.figure_sets import KINDS
from app.coverage.kept_demand import KeptDemand
from app.coverage.statements import statement
from app.coverage.studies.asked import Study
from app.coverage.studies.scene import Scene
from app.coverage.studies.sites import NewSites
from app.coverage.studies.stock import Stock
from app.coverage.studies.texts import Texts, loose
from app.coverage.studies.times import Times
from app.coverage.supply import read_supply
from app.coverage.travel.matching import matched
from app.coverage.travel.reading import read_table
from app.errors import BadParameterError
from app.models import DataSource, DataVersion
from app.settings import Settings

_PER_POINT: Final = ("lon", "lat", "geoid", "name", "state", "inside")


def read_scene(
    session: Session, study: Study, settings: Settings, today: date, kept: Contexts | None = None
) -> Scene:
    """All that `study` is computed from, on the data `session` sees, as of `today`.

    People and assets come from `kept` where that is given: only for sessions that see what is committed. Raises
    BadParameterError for a group without figures, an unknown place or too many candidates.
    """
    version = session.scalar(select(DataVersion.version)) or 0
    people_kept = kept.demands if kept else None
    demands = [_demand(session, study, group, people_kept, version) for group in study.groups]
    counties = read_counties(session, study.states)
    supply = (
        kept.supplies.of(session, version, study.supply, today)
        if kept
        else read_supply(session, study.supply, today=today)
    )
    rows, people = _together(demands)
    stock, sites = Stock.from_supply(supply), _new_sites(session, study, settings)
    point = {name: np.concatenate([getattr(each, name) for each in demands])[rows] for name in _PER_POINT}
    county = np.concatenate([each.county_geoid for each in demands])[rows]
    kind = np.concatenate([each.point_kind for each in demands])[rows]
    times, said = _times(study, point["geoid"].tolist(), kind.tolist(), stock, sites)
    return Scene(
        groups=study.groups,
        people=people,
        county_geoid=loose(np.array([each or "" for each in county])),
        **county_columns(counties, county),
        stock=stock,
        sites=sites,
        about=about_scene(session, demands, counties, asdict(supply.facts), version, today) | said,
        times=times,
        **point,
    )


def _times(
    study: Study, geoid: list[str], kind: list[str], stock: Stock, sites: NewSites
) -> tuple[Times | None, dict[str, Any]]:
    """The rows of the travel table that matter, and what it has; none without one. Raises BadParameterError."""
    if study.travel is None:
        return None, {}
    table, name = read_table(study.travel.there()), study.travel.name
    found = matched(table, geoid, kind, stock.id.tolist(), name)
    candidates = None
    if len(sites):
        ids = np.where(sites.kind == "point", sites.name, sites.ref).tolist()
        candidates = matched(table, geoid, kind, ids, name)
    about = {"name": name, "digest": study.travel.digest, **found.record()}
    about["places_without_rows"] = int(found.places_without().sum())
    return Times.of(found, candidates, stock.id), {"travel": about}


def _demand(session: Session, study: Study, group: str, kept: KeptDemand | None, version: int) -> Demand:
    """People of one group; where seats are shared, also those beyond the states who reach the same sites."""
    by_seats = study.kind == "siting" and study.siting.method == "seats"
    kinds = ZIP_KINDS if study.areas == "zip" else KINDS
    margin_m = 2 * study.distance_m if by_seats else 0.0
    if kept is None:
        return read_demand(session, study.states, group, kinds=kinds, margin_m=margin_m)
    return kept.of(session, version, study.states, group, kinds=kinds, margin_m=margin_m)


def _together(demands: list[Demand]) -> tuple[Any, Any]:
    """First rows (n,) of each point in all demands put after each other, and people (n, g).

    Groups may be counted at points of different kinds: a point that a group has no figure for has none of it.
    """
    area = np.concatenate([each.area_id for each in demands])
    _, first, of = np.unique(area, return_index=True, return_inverse=True)
    order = np.argsort(first)
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    people = np.zeros((len(order), len(demands)))
    group = np.repeat(np.arange(len(demands)), [len(each) for each in demands])
    np.add.at(people, (place[of], group), np.concatenate([each.people for each in demands]))
    return first[order], people


def _new_sites(session: Session, study: Study, settings: Settings) -> NewSites:
    """The candidates that were asked for, none where no site is chosen."""
    asked = study.siting
    if study.kind != "siting":
        return NewSites.from_rows([])
    if asked.candidates == "points":
        points = enumerate(asked.points, 1)
        return NewSites.from_rows(
            [(str(at), p.name or f"Point {at}", "point", "", p.lon, p.lat) for at, p in points]
        )
    most = settings.siting_candidates_max
    given: dict[str, Any] = {"states": list(study.states) or None, "most": most + 1}
    if asked.candidates == "institutions":
        rows = session.execute(statement("candidate_institutions"), given)
    else:
        kind = "place" if asked.candidates == "places" else "zip"
        rows = session.execute(statement("candidates"), {**given, "kind": kind})
    found: list[Any] = [tuple(row) for row in rows]
    if len(found) > most:
        raise BadParameterError(
            f"There are more than {most:,} candidates: ask about fewer states.", parameter="candidates"
        )
    return NewSites.from_rows(found)


def county_columns(counties: Counties, codes: Texts) -> dict[str, Any]:
    """Names and points of the known ones among `codes` (n, None: not known), as a scene has them."""
    known = sorted({each for each in codes if each is not None} & set(counties.name))
    return {
        "county_code": loose(np.array(known)),
        "county_name": loose(np.array([counties.name[each] for each in known])),
        "county_lon": np.array([counties.point[each][0] for each in known], dtype=np.float64),
        "county_lat": np.array([counties.point[each][1] for each in known], dtype=np.float64),
    }


def about_scene(
    session: Session,
    demands: list[Demand],
    counties: Counties,
    facts: dict[str, Any],
    version: int,
    today: date,
) -> dict[str, Any]:
    """Where everything comes from, ready for JSON."""
    figures = {each.figures.group: asdict(each.figures) for each in demands}
    slugs = {slug for each in demands for slug in (*each.area_sources, each.figures.source)}
    rows = session.scalars(select(DataSource).where(DataSource.slug.in_(slugs | set(counties.sources))))
    return {
        "as_of": today.isoformat(),
        "data_version": version,
        "figures": figures,
        "supply": facts,
        "sources": [_source(row) for row in sorted(rows, key=lambda row: row.slug)],
    }


def _source(row: DataSource) -> dict[str, Any]:
    names = ("slug", "title", "publisher", "vintage", "licence", "url", "note")
    return {name: getattr(row, name) for name in names}

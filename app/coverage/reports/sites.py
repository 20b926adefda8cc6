"""Where new programs would reach most people of the place of a report. Reads the database."""

from collections import defaultdict
from dataclasses import replace
from datetime import date
from typing import Any, Final

import numpy as np

from app.catalog.filters import to_pairs as filter_pairs
from app.catalog.units import format_distance
from app.coverage.answers import answers_of
from app.coverage.question import CoverageQuestion
from app.coverage.reports.report import NewSite
from app.coverage.reports.scope import Scope
from app.coverage.results import AreaGap
from app.coverage.studies.asked import parse_study
from app.coverage.studies.asking import turn
from app.coverage.studies.effort import Effort
from app.coverage.studies.reading import read_scene
from app.coverage.studies.sites import NewSites
from app.coverage.studies.siting import sited
from app.db.engine import Database

SITES: Final = 5


def new_sites(
    database: Database, scope: Scope, question: CoverageQuestion, places: tuple[AreaGap, ...], today: date
) -> tuple[NewSite, ...]:
    """Towns (for a county: ZIP areas of towns that have none) where programs would newly reach most people; none where
    all are reached. Of ZIP areas that would reach as many, the one where most people of `places` are without.
    None by a travel table, which knows no way to them.
    """
    if question.travel:
        return ()
    given: dict[str, Any] = {
        "states": list(scope.states), "distance": format_distance(question.distance_m),
        "population": question.group, "sites": SITES, "candidates": "zip" if scope.county else "places",
    }  # fmt: skip
    for name, value in filter_pairs(question.supply):
        given.setdefault(name, []).append(value)
    study = parse_study("siting", given, database.settings)
    with turn(database) as session:
        scene = read_scene(session, study, database.settings, today, answers_of(database).contexts)
        if scope.county is not None:
            here = np.array([each == scope.county for each in scene.county_geoid], dtype=np.bool_)
            sites = _own_first(_without(scene.sites, places), places)
            scene = replace(scene, inside=scene.inside & here, sites=sites)
        found = sited(study, scene, Effort(pairs_max=database.settings.siting_pairs_max))
    return tuple(
        NewSite(row["rank"], row["name"], row["state"] or "", row["people"][question.group],
                row["people_so_far"][question.group], row["ref"] if scope.county else None)
        for row in found["sites"]
    )  # fmt: skip


def _without(sites: NewSites, places: tuple[AreaGap, ...]) -> NewSites:
    """The sites that are in no town of the county most of whose people have a match: a ZIP area that is little more
    than a post office has a point of its own, far from the town it belongs to.
    """
    people: dict[str, float] = defaultdict(float)
    beyond: dict[str, float] = defaultdict(float)
    for each in places:
        people[each.name] += each.people
        beyond[each.name] += each.people_beyond
    served = {each.geoid for each in places if 2 * beyond[each.name] <= people[each.name]}
    there = np.array([str(ref) not in served for ref in sites.ref], dtype=np.bool_)
    return (
        NewSites.of({name: column[there] for name, column in sites.arrays().items()})
        if there.any()
        else sites
    )


def _own_first(sites: NewSites, places: tuple[AreaGap, ...]) -> NewSites:
    """The same sites, those where most people are without first: among equals the first is chosen."""
    without = {each.geoid: each.people_beyond for each in places}
    order = np.argsort([-without.get(str(ref), 0.0) for ref in sites.ref], kind="stable")
    return NewSites.of({name: column[order] for name, column in sites.arrays().items()})

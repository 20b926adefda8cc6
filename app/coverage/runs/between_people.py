"""Two runs about who is within a distance: people beyond it, by group. Pure."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import numpy as np

from app.coverage.geodesy import Floats
from app.coverage.runs.shapley import Switched
from app.coverage.runs.sides import SHARED, Between, Side, areas_of_both, placed
from app.coverage.studies.change import after_change
from app.coverage.studies.covered import distance_to
from app.coverage.studies.grouped import areas_of
from app.coverage.studies.scene import Scene
from app.coverage.studies.sites import NewSites
from app.coverage.studies.stock import Stock, within
from app.coverage.studies.texts import loose
from app.errors import ConflictError

CAUSES: Final = ("demand", "supply", "parameters")
TRAVEL: Final = "travel"
"""The cause of its own where both runs measure by a travel table, and not by the same one."""
_METHOD: Final = (
    "People beyond the distance in the second run less those in the first. Demand: people and where they are counted. "
    "Supply: the assets that match, with the sites that a siting chose or a what-if opened, closed or moved. "
    "Parameters: the distance or time, the circuity, and whether straight lines or a travel table are measured by. "
    f"Travel (where both runs measure by a table): which table. {SHARED}"
)


def between_people(first: Side, second: Side) -> Between:
    """Of the groups that both count. Raises ConflictError where there is none, or times that cannot be compared."""
    groups = _common(first, second)
    sides = {False: _sided(first, groups), True: _sided(second, groups)}
    stocks = {False: stock_of(first), True: stock_of(second)}
    studies = {False: first.study, True: second.study}
    way = _way(first, second, (sides[False], sides[True]))
    kind = first.study.areas
    geoids, names = areas_of_both(kind, (sides[False], sides[True]))

    def value(switched: Switched) -> Floats:
        scene, stock = sides["demand" in switched], stocks["supply" in switched]
        study, times = studies["parameters" in switched], sides[way in switched].times
        near = within(distance_to(replace(scene, times=times), stock, study), study.bound)
        return _by_area(scene, kind, geoids, np.where(near, 0.0, 1.0)[:, None] * scene.people)

    causes = (*CAUSES, TRAVEL) if way == TRAVEL else CAUSES
    return Between("people_beyond", _METHOD, causes, groups, geoids, names, value)


def _way(first: Side, second: Side, scenes: tuple[Scene, Scene]) -> str:
    """The cause that times go with: with people where both have one table (or none), else with what was asked.

    Raises ConflictError for times that are not known: each run keeps those between its own people and its own assets.
    """
    tables = [side.study.travel.digest if side.study.travel else None for side in (first, second)]
    if tables == [None, None]:
        return "demand"
    assets = first.scene.stock.id.tolist() == second.scene.stock.id.tolist()
    if not assets or "siting" in (first.study.kind, second.study.kind):
        raise ConflictError(
            f"{first.run_id} and {second.run_id} measure travel times: such runs can be compared where the assets are"
            " the same and no site is chosen, because a run knows the times between its own people and assets alone."
        )
    if tables[0] == tables[1]:
        return "demand"
    if scenes[0].geoid.tolist() != scenes[1].geoid.tolist():
        raise ConflictError(
            f"{first.run_id} and {second.run_id} measure by different travel tables: such runs can be compared where"
            " people are counted at the same places, because neither knows the times from the other's places."
        )
    return TRAVEL if None not in tables else "parameters"


def stock_of(side: Side) -> Stock:
    """What serves people in the end: also what was chosen or changed."""
    if side.study.kind == "what-if":
        return after_change(side.scene.stock, side.study.change)
    chosen = [each["ref"] for each in side.result.get("sites", ())]
    at = {ref: number for number, ref in enumerate(side.scene.sites.ref.tolist())}
    return _with_sites(side.scene.stock, side.scene.sites, [at[ref] for ref in chosen])


def _with_sites(stock: Stock, sites: NewSites, chosen: list[int]) -> Stock:
    refs = loose(np.array([f"site {each}" for each in sites.ref[chosen]]))
    return stock.plus(refs, sites.name[chosen], sites.lon[chosen], sites.lat[chosen])


def _common(first: Side, second: Side) -> tuple[str, ...]:
    """Groups that both count. Raises ConflictError."""
    groups = tuple(each for each in first.scene.groups if each in second.scene.groups)
    if not groups:
        raise ConflictError(
            "The two runs count different people: start one anew with a `population` of the other."
        )
    return groups


def _sided(side: Side, groups: tuple[str, ...]) -> Scene:
    """The counted points with only the common groups."""
    scene = side.scene.counted()
    at = [scene.groups.index(group) for group in groups]
    return replace(scene, groups=groups, people=scene.people[:, at])


def _by_area(scene: Scene, kind: str, geoids: Mapping[str, int], values: Floats) -> Floats:
    """Sums (a, g) over the areas of both sides."""
    areas = areas_of(scene, kind)
    return placed(geoids, areas.geoid.tolist(), areas.total(values))

"""Two runs side by side: who is beyond in the one and in the other, and why, by group and by area. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from app.coverage.geodesy import Floats
from app.coverage.runs.shapley import Switched, shapley
from app.coverage.studies.asked import Study
from app.coverage.studies.change import after_change
from app.coverage.studies.covered import distance_to
from app.coverage.studies.grouped import areas_of
from app.coverage.studies.scene import Scene
from app.coverage.studies.sites import NewSites
from app.coverage.studies.stock import Stock, within
from app.coverage.studies.texts import loose
from app.errors import ConflictError

CAUSES: Final = ("demand", "supply", "parameters")
COMPARED: Final = ("coverage", "siting", "what-if")
METHOD: Final = (
    "People beyond the distance in the second run less those in the first. Demand: people and where they are counted. "
    "Supply: the assets that match, with the sites that a siting chose or a what-if opened, closed or moved. "
    "Parameters: the distance. Each cause is credited with what switching it from the first run to the second changes, "
    "averaged over all orders in which the causes can be switched (Shapley value), so that the parts add up to the "
    "whole difference."
)
_DIGITS: Final = 6


@dataclass(frozen=True, eq=False)
class Side:
    """One of the two runs: its id, what was asked, what it was computed from, and what it answered."""

    run_id: str
    study: Study
    scene: Scene
    result: Mapping[str, Any]

    def stock(self) -> Stock:
        """What serves people in the end: also what was chosen or changed."""
        if self.study.kind == "what-if":
            return after_change(self.scene.stock, self.study.change)
        chosen = [each["ref"] for each in self.result.get("sites", ())]
        at = {ref: number for number, ref in enumerate(self.scene.sites.ref.tolist())}
        return _with_sites(self.scene.stock, self.scene.sites, [at[ref] for ref in chosen])


def _with_sites(stock: Stock, sites: NewSites, chosen: list[int]) -> Stock:
    refs = loose(np.array([f"site {each}" for each in sites.ref[chosen]]))
    return stock.plus(refs, sites.name[chosen], sites.lon[chosen], sites.lat[chosen])


def compared(first: Side, second: Side) -> dict[str, Any]:
    """What changed from `first` to `second`. Raises ConflictError for runs that have nothing in common."""
    groups = _common(first, second)
    sides = {False: _sided(first, groups), True: _sided(second, groups)}
    stocks = {False: first.stock(), True: second.stock()}
    studies = {False: first.study, True: second.study}
    geoids, names = _areas(first.study.areas, sides)

    def value(switched: Switched) -> Floats:
        scene, stock = sides["demand" in switched], stocks["supply" in switched]
        study = studies["parameters" in switched]
        near = within(distance_to(scene, stock, study), study.bound)
        return _by_area(scene, first.study.areas, geoids, np.where(near, 0.0, 1.0)[:, None] * scene.people)

    parts = shapley(CAUSES, value)
    before, after = value(frozenset()), value(frozenset(CAUSES))
    return {
        "first": first.run_id,
        "second": second.run_id,
        "measure": "people_beyond",
        "parameters_changed": _differences(first.study, second.study),
        "groups": [_row(group, at, before, after, parts) for at, group in enumerate(groups)],
        "areas": _area_rows(groups, geoids, names, before, after, parts),
        "adds_up": _adds_up(before, after, parts),
        "method": METHOD,
    }


def _common(first: Side, second: Side) -> tuple[str, ...]:
    """Groups that both count. Raises ConflictError."""
    for side in (first, second):
        if side.study.kind not in COMPARED:
            raise ConflictError(
                f"{side.run_id} is of kind {side.study.kind}: {', '.join(COMPARED)} can be compared."
            )
    if first.study.areas != second.study.areas:
        raise ConflictError(
            f"{first.run_id} is by {first.study.areas}, {second.run_id} by {second.study.areas}: start one anew with"
            " the areas of the other."
        )
    _refuse_other_times(first, second)
    groups = tuple(each for each in first.scene.groups if each in second.scene.groups)
    if not groups:
        raise ConflictError(
            "The two runs count different people: start one anew with a `population` of the other."
        )
    return groups


def _refuse_other_times(first: Side, second: Side) -> None:
    """Times are known between the people and assets of one run alone. Raises ConflictError."""
    if first.study.travel is None and second.study.travel is None:
        return
    same = (
        first.study.travel and second.study.travel and first.study.travel.digest == second.study.travel.digest
    )
    assets = first.scene.stock.id.tolist() == second.scene.stock.id.tolist()
    if not same or not assets or "siting" in (first.study.kind, second.study.kind):
        raise ConflictError(
            f"{first.run_id} and {second.run_id} measure travel times: such runs can be compared where table and assets"
            " are the same and no site is chosen."
        )


def _sided(side: Side, groups: tuple[str, ...]) -> Scene:
    """The counted points with only the common groups."""
    scene = side.scene.counted()
    at = [scene.groups.index(group) for group in groups]
    return replace(scene, groups=groups, people=scene.people[:, at])


def _areas(kind: str, sides: Mapping[bool, Scene]) -> tuple[dict[str, int], list[str]]:
    """All areas of either side: their numbers by GEOID, and their names."""
    found: dict[str, str] = {}
    for scene in sides.values():
        areas = areas_of(scene, kind)
        found |= dict(zip(areas.geoid.tolist(), areas.name.tolist(), strict=True))
    ordered = sorted(found)
    return {geoid: at for at, geoid in enumerate(ordered)}, [found[geoid] for geoid in ordered]


def _by_area(scene: Scene, kind: str, geoids: Mapping[str, int], values: Floats) -> Floats:
    """Sums (a, g) over the areas of both sides."""
    areas = areas_of(scene, kind)
    sums = np.zeros((len(geoids), values.shape[1]))
    where = np.array([geoids[each] for each in areas.geoid], dtype=np.int64)
    np.add.at(sums, where, areas.total(values))
    return sums


def _row(
    group: str, at: int, before: Floats, after: Floats, parts: Mapping[str, Floats], area: int | None = None
) -> dict[str, Any]:
    def total(values: Floats) -> float:
        return round(float(values[:, at].sum() if area is None else values[area, at]), _DIGITS)

    return {
        "group": group,
        "before": total(before),
        "after": total(after),
        "change": total(after - before),
        "because_of": {cause: total(part) for cause, part in parts.items()},
    }


def _area_rows(
    groups: tuple[str, ...],
    geoids: Mapping[str, int],
    names: list[str],
    before: Floats,
    after: Floats,
    parts: Mapping[str, Floats],
) -> list[dict[str, Any]]:
    """Areas in which anything is otherwise, most changed first."""
    much = np.abs(np.stack(list(parts.values()))).sum(axis=(0, 2))
    order = [at for at in np.lexsort((np.arange(len(names)), -much)).tolist() if much[at] > 0]
    listed = list(geoids)
    return [
        {
            "geoid": listed[at],
            "name": names[at],
            "groups": [_row(group, number, before, after, parts, at) for number, group in enumerate(groups)],
        }
        for at in order
    ]


def _adds_up(before: Floats, after: Floats, parts: Mapping[str, Floats]) -> bool:
    whole: Floats = sum(parts.values(), np.zeros_like(before))
    return bool(np.allclose(whole, after - before, rtol=1e-9, atol=1e-6))


def _differences(first: Study, second: Study) -> dict[str, Any]:
    """What was asked otherwise."""
    one, other = first.parameters(), second.parameters()
    names = sorted({*one, *other})
    return {name: [one.get(name), other.get(name)] for name in names if one.get(name) != other.get(name)}

"""What if sites opened, closed or moved: who gains and who loses, by group and area. Pure."""

from typing import Any

import numpy as np

from app.coverage.geodesy import Floats
from app.coverage.studies.asked import Study
from app.coverage.studies.covered import distance_to, group_rows
from app.coverage.studies.grouped import Areas, areas_of, by_group
from app.coverage.studies.parts import ChangeAsked
from app.coverage.studies.points import Given
from app.coverage.studies.scene import Scene
from app.coverage.studies.stock import Stock, within
from app.coverage.studies.texts import loose
from app.errors import BadParameterError


def after_change(stock: Stock, change: ChangeAsked) -> Stock:
    """`stock` once the sites opened, closed and moved. Raises BadParameterError for an asset that is not among it."""
    gone = [*change.remove, *(each for each, _ in change.move)]
    for each in gone:
        if each not in stock.at:
            raise BadParameterError(
                f"Asset {each} is not among the {len(stock):,} that match the question and have a place.",
                parameter="remove" if each in change.remove else "move",
            )
    moved = [(each, stock.name[stock.at[each]], where) for each, where in change.move]
    added = [(f"new {at}", point.name or f"New site {at}", point) for at, point in enumerate(change.add, 1)]
    return _opened(stock.without(set(gone)), [*moved, *added])


def _opened(stock: Stock, new: list[tuple[str, str, Given]]) -> Stock:
    points = [point for _, _, point in new]
    return stock.plus(
        loose(np.array([ref for ref, _, _ in new])),
        loose(np.array([name for _, name, _ in new])),
        np.array([point.lon for point in points], dtype=np.float64),
        np.array([point.lat for point in points], dtype=np.float64),
        np.array([point.radius_m for point in points], dtype=np.float64),
    )


def changed(study: Study, scene: Scene) -> dict[str, Any]:
    """People beyond before and after, by group; areas where somebody gains or loses, most changed first."""
    stock = after_change(scene.stock, study.change)
    scene = scene.counted()
    before = within(distance_to(scene, scene.stock, study), study.bound)
    after = within(distance_to(scene, stock, study), study.bound)
    areas = areas_of(scene, study.areas)
    gained = areas.total((after & ~before)[:, None] * scene.people)
    lost = areas.total((before & ~after)[:, None] * scene.people)
    rows = _areas(scene, areas, gained, lost)
    groups = _groups(scene, group_rows(scene, before), group_rows(scene, after), gained, lost)
    sites = {"before": len(scene.stock), "after": len(stock)}
    return {"words": _words(groups, study), "assets": sites, "groups": groups, "areas": rows}


def _areas(scene: Scene, areas: Areas, gained: Floats, lost: Floats) -> list[dict[str, Any]]:
    much = np.abs(gained - lost).max(axis=1)
    some = np.flatnonzero((gained > 0).any(axis=1) | (lost > 0).any(axis=1))
    order = some[np.lexsort((some, -much[some]))]
    return [
        areas.record(at)
        | {"gained": by_group(scene.groups, gained[at]), "lost": by_group(scene.groups, lost[at])}
        for at in order.tolist()
    ]


def _groups(
    scene: Scene, before: list[dict[str, Any]], after: list[dict[str, Any]], gained: Floats, lost: Floats
) -> list[dict[str, Any]]:
    more, fewer = by_group(scene.groups, gained.sum(axis=0)), by_group(scene.groups, lost.sum(axis=0))
    return [
        {
            **row,
            "people_beyond_after": then["people_beyond"],
            "share_beyond_after": then["share_beyond"],
            "gained": more[row["group"]],
            "lost": fewer[row["group"]],
        }
        for row, then in zip(before, after, strict=True)
    ]


def _words(groups: list[dict[str, Any]], study: Study) -> str:
    said = study.parameters()["distance"]
    each = [f"{row['label']}: {row['gained']:,} gain, {row['lost']:,} lose" for row in groups]
    return f"Within {said} of a matching asset after the change: {'; '.join(each)}."

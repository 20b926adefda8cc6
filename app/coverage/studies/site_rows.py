"""Chosen sites as rows: who gains, by group and by county, and what it adds up to. Pure."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from app.coverage.geodesy import Floats, Indices
from app.coverage.siting.curve import Curve
from app.coverage.studies.asked import Study
from app.coverage.studies.covered import share
from app.coverage.studies.grouped import Areas, areas_of, by_group
from app.coverage.studies.pairs import Open
from app.coverage.studies.scene import Scene

_MOST_AREAS = 10
"""Areas named with each site, those with most people gained."""


def site_rows(
    study: Study, scene: Scene, found: Open, chosen: Sequence[int], gain: Floats | None = None
) -> list[dict[str, Any]]:
    """Each site in its order with the people it reaches and those before it do not; weight `gain` (k,) if known."""
    areas = areas_of(scene, study.areas)
    columns = found.pairs.tocsc()
    left = np.ones(len(found.point), dtype=np.bool_)
    total = np.zeros(len(scene.groups))
    rows = []
    for rank, site in enumerate(chosen):
        near = columns.indices[columns.indptr[site] : columns.indptr[site + 1]]
        fresh = near[left[near]]
        left[fresh] = False
        point = found.point[fresh]
        total += scene.people[point].sum(axis=0)
        row = {"rank": rank + 1, **scene.sites.record(site)}
        row |= {} if gain is None else {"weight": round(float(gain[rank]), 1)}
        row["people"] = by_group(scene.groups, scene.people[point].sum(axis=0))
        row["people_so_far"] = by_group(scene.groups, total)
        rows.append(row | {"areas": _gaining(scene, areas, point)})
    return rows


def _gaining(scene: Scene, areas: Areas, point: Indices) -> list[dict[str, Any]]:
    """The areas with most people among these points."""
    of, where = np.unique(areas.of[point], return_inverse=True)
    people = np.zeros((len(of), len(scene.groups)))
    np.add.at(people, where, scene.people[point])
    order = np.lexsort((of, -people.sum(axis=1)))[:_MOST_AREAS]
    return [
        {
            "geoid": areas.geoid[of[at]],
            "name": areas.name[of[at]],
            "state": areas.state[of[at]],
            "people": by_group(scene.groups, people[at]),
        }
        for at in order.tolist()
    ]


def curve_rows(scene: Scene, curve: Curve) -> list[dict[str, Any]]:
    """The budget curve: for each number of sites what is reached anew, and what no choice exceeds."""
    return [
        {
            "sites": sites,
            "weight": round(float(curve.value[sites]), 1),
            "at_most": round(float(curve.bound[sites]), 1),
            "people": by_group(scene.groups, curve.group[sites]),
        }
        for sites in range(len(curve.value))
    ]


def after_rows(scene: Scene, before: list[dict[str, Any]], gained: Floats) -> list[dict[str, Any]]:
    """Rows of groups with the people newly reached and those who stay beyond."""
    more = by_group(scene.groups, gained)
    rows = []
    for row in before:
        left = round(row["people_beyond"] - more[row["group"]], 1)
        after = {
            "gained": more[row["group"]],
            "people_beyond_after": int(left) if float(left).is_integer() else left,
        }
        rows.append({**row, **after, "share_beyond_after": share(left, row["people"])})
    return rows

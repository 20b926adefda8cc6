"""New sites with seats where most people have too few. Pure."""

from dataclasses import replace
from typing import Any

import numpy as np

from app.coverage.decay import Decay
from app.coverage.geodesy import Floats
from app.coverage.measures.catchment import two_step
from app.coverage.reach.inputs import Places, Sites
from app.coverage.reach.reach import PointReach, Reach
from app.coverage.reach.table import TableReach
from app.coverage.siting.seats import most_seats, seats_added
from app.coverage.studies.asked import Study
from app.coverage.studies.effort import Effort
from app.coverage.studies.grouped import by_group
from app.coverage.studies.pairs import open_pairs
from app.coverage.studies.scene import Scene
from app.coverage.studies.site_rows import site_rows
from app.coverage.studies.siting_words import percent_down
from app.coverage.studies.times import table_of


def seated(study: Study, scene: Scene, effort: Effort) -> dict[str, Any]:
    """Sites in the order of the seats that they bring to people below the target, shared among all within reach.

    Seats of a site are shared by everybody within the distance, also beyond the states asked about. Assets whose seats
    are not known, or that serve listed areas without a point, bring none.
    """
    asked = study.siting
    weight = scene.people @ np.array([each for _, each in study.weights])
    access, known = _seats_now(study, scene, weight)
    found = open_pairs(scene, weight > 0, study, effort.pairs_max)
    ones = found.pairs.copy()
    ones.data = np.ones_like(ones.data)
    counted = np.where(scene.inside, weight, 0.0)[found.point]
    added = seats_added(ones, weight[found.point], asked.seats)
    best = most_seats(
        added, counted, access[found.point], asked.target, asked.sites, _inside_people(scene)[found.point]
    )
    rows = site_rows(study, replace(scene, people=_inside_people(scene)), found, best.chosen.tolist())
    for row, gain, groups in zip(rows, best.gain, best.group_gain, strict=True):
        row |= {"seats_used": round(float(gain), 3), "seats_of_group": by_group(scene.groups, groups)}
    short = float(np.maximum(0.0, asked.target - access) @ np.where(scene.inside, weight, 0.0))
    return {
        "words": f"{len(rows)} sites of {asked.seats:g} seats would bring {best.value:,.1f} of the {short:,.1f} seats"
        f" that are short of {asked.target:g} a person; at least {percent_down(best.share_of_best)} of the best.",
        "method_of_siting": "seats",
        "candidates": {"kind": asked.candidates, "number": len(scene.sites)},
        "seats": {"assets_counted": known, "short": round(short, 3), "brought": round(best.value, 3)},
        "share_of_best": round(best.share_of_best, 6),
        "proven": best.proven,
        "sites": rows,
    }


def _inside_people(scene: Scene) -> Floats:
    people: Floats = np.where(scene.inside[:, None], scene.people, 0.0)
    return people


def _seats_now(study: Study, scene: Scene, weight: Floats) -> tuple[Floats, int]:
    """Seats per person (n,) at each point, and how many assets they are of."""
    stock = scene.stock
    points = np.bincount(stock.asset, minlength=len(stock)) if len(stock) else np.zeros(0)
    each = np.divide(stock.seats, points, out=np.zeros(len(stock)), where=points > 0)
    seats = np.nan_to_num(each[stock.asset]) if len(stock.asset) else np.zeros(0)
    known = int((np.nan_to_num(each) > 0).sum())
    if not known:
        return np.zeros(len(scene)), 0
    reach: Reach
    if study.travel and scene.times:
        reach = TableReach(table_of(scene, scene.times, stock), weight, np.nan_to_num(stock.seats))
    else:
        places, sites = Places(scene.lon, scene.lat, weight), Sites(stock.lon, stock.lat, seats)
        reach = PointReach(places, sites, study.circuity)
    return two_step(reach, Decay("binary", study.bound)).value, known

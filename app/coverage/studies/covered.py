"""Who is within the distance, by group and area; the study without a change. Pure."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.coverage.geodesy import Floats
from app.coverage.studies.asked import Study
from app.coverage.studies.grouped import Areas, areas_of, by_group
from app.coverage.studies.scene import Scene
from app.coverage.studies.stock import Stock, nearest_m, within
from app.coverage.studies.times import minutes_to
from app.vocabulary.people import GROUPS


def distance_to(scene: Scene, stock: Stock, study: Study) -> Floats:
    """Metres or minutes (n,) from each point to the nearest of `stock`, as `study` measures."""
    if study.travel and scene.times:
        return minutes_to(scene, scene.times, stock)
    found = nearest_m(scene.lon, scene.lat, scene.county_geoid, stock)
    return found if study.circuity == 1 else found * study.circuity


def covered_answer(study: Study, scene: Scene) -> dict[str, Any]:
    """People and people beyond, by group and area, worst first (by the weights of the groups)."""
    scene = scene.counted()
    far_m = distance_to(scene, scene.stock, study)
    areas = areas_of(scene, study.areas)
    beyond = areas.total(np.where(within(far_m, study.bound), 0.0, 1.0)[:, None] * scene.people)
    people = areas.total(scene.people)
    weights = np.array([weight for _, weight in study.weights])
    order = np.lexsort((np.arange(len(areas)), -(beyond @ weights)))
    rows = [_area(scene, areas, people, beyond, at) for at in order.tolist()]
    groups = group_rows(scene, within(far_m, study.bound))
    return {"words": _words(groups, study), "groups": groups, "areas": rows}


def _area(scene: Scene, areas: Areas, people: Floats, beyond: Floats, at: int) -> dict[str, Any]:
    return areas.record(at) | {
        "people": by_group(scene.groups, people[at]),
        "people_beyond": by_group(scene.groups, beyond[at]),
    }


def group_rows(scene: Scene, near: NDArray[np.bool_]) -> list[dict[str, Any]]:
    """Of each group: people, people beyond, and their share."""
    total, beyond = scene.people.sum(axis=0), scene.people[~near].sum(axis=0)
    return [
        {
            "group": group,
            "label": GROUPS.label(group),
            "people": by_group((group,), total[[at]])[group],
            "people_beyond": by_group((group,), beyond[[at]])[group],
            "share_beyond": share(beyond[at], total[at]),
        }
        for at, group in enumerate(scene.groups)
    ]


def share(part: float, whole: float) -> float | None:
    """`part` of `whole` to four digits; None where there is no whole."""
    return round(float(part / whole), 4) if whole > 0 else None


def _words(groups: list[dict[str, Any]], study: Study) -> str:
    said = study.parameters()["distance"]
    each = [f"{row['label']}: {row['people_beyond']:,} of {row['people']:,}" for row in groups]
    return f"Beyond {said} of any matching asset: {'; '.join(each)}."

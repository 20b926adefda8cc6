"""Hot and cold spots of people beyond: areas whose neighbours are like them more than chance explains. Pure."""

from typing import Any, Final

import numpy as np

from app.coverage.hotspots.local import NO_QUADRANT, QUADRANTS, LocalMoran, local_moran
from app.coverage.hotspots.moran import moran
from app.coverage.hotspots.neighbours import Neighbours, nearest_neighbours
from app.coverage.hotspots.rates import shrunk_rates
from app.coverage.studies.asked import Study
from app.coverage.studies.covered import distance_to
from app.coverage.studies.grouped import Areas, areas_of
from app.coverage.studies.scene import Scene
from app.coverage.studies.stock import within
from app.errors import BadParameterError

_RATE: Final = 0.05
_DIGITS: Final = 6


def hotspots_answer(study: Study, scene: Scene) -> dict[str, Any]:
    """Moran and local Moran of the share of people beyond, of the first group, drawn towards the mean first.

    Raises BadParameterError where there are fewer inhabited areas than neighbours.
    """
    asked, scene = study.hotspots, scene.counted()
    areas = areas_of(scene, study.areas)
    far = ~within(distance_to(scene, scene.stock, study), study.bound)
    people = areas.total(scene.people)[:, 0]
    rates = shrunk_rates(np.minimum(areas.total(far[:, None] * scene.people)[:, 0], people), people)
    near = _neighbours(areas, people, asked.neighbours)
    whole = moran(rates, near, min(asked.permutations, 999), asked.seed)
    local = local_moran(rates, near, asked.permutations, asked.seed)
    rows = [_area(areas, local, rates, people, at) for at in np.flatnonzero(people > 0).tolist()]
    return {
        "words": _words(local, areas, study),
        "moran": None if whole is None else {"i": round(whole.i, _DIGITS), "p": round(whole.p, _DIGITS)},
        "group": scene.groups[0],
        "areas": rows,
    }


def _neighbours(areas: Areas, people: Any, k: int) -> Neighbours:
    try:
        return nearest_neighbours(areas.lon, areas.lat, people, k)
    except ValueError:
        raise BadParameterError(
            f"Fewer than {k + 1} areas have people: ask about more states, smaller areas or fewer neighbours.",
            parameter="neighbours",
        ) from None


def _area(areas: Areas, local: LocalMoran, rates: Any, people: Any, at: int) -> dict[str, Any]:
    quadrant = int(local.quadrant[at])
    significant = bool(local.significant(_RATE)[at])
    return areas.record(at) | {
        "people": round(float(people[at]), 1),
        "share_beyond_shrunk": round(float(rates[at]), _DIGITS),
        "quadrant": None if quadrant == NO_QUADRANT else QUADRANTS[quadrant],
        "p": None if np.isnan(local.p[at]) else round(float(local.p[at]), _DIGITS),
        "q": None if np.isnan(local.q[at]) else round(float(local.q[at]), _DIGITS),
        "significant": significant,
    }


def _words(local: LocalMoran, areas: Areas, study: Study) -> str:
    found = local.significant(_RATE)
    hot = int((found & (local.quadrant == 0)).sum())
    cold = int((found & (local.quadrant == 2)).sum())
    return (
        f"Of {len(areas):,} areas, {hot:,} are hot spots (many people beyond {study.parameters()['distance']}, and so "
        f"around them) and {cold:,} cold spots, with at most {_RATE:.0%} of them expected by chance."
    )

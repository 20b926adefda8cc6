"""What a comparison of two runs stands on. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from app.coverage.geodesy import Floats
from app.coverage.runs.shapley import Switched
from app.coverage.studies.asked import Study
from app.coverage.studies.grouped import areas_of
from app.coverage.studies.scene import Scene

SHARED: Final = (
    "Each cause is credited with what switching it from the first run to the second changes, averaged over all orders "
    "in which the causes can be switched (Shapley value), so that the parts add up to the whole difference."
)


@dataclass(frozen=True, eq=False)
class Side:
    """One of the two runs: its id, what was asked, what it was computed from, and what it answered."""

    run_id: str
    study: Study
    scene: Scene
    result: Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class Between:
    """What is compared: `value(switched)` are people (a, g) of areas and groups with those causes as in the second.

    `geoids` number the areas; `method` says in words what `measure` is and what each cause stands for.
    """

    measure: str
    method: str
    causes: tuple[str, ...]
    groups: tuple[str, ...]
    geoids: Mapping[str, int]
    names: list[str]
    value: Callable[[Switched], Floats]


def areas_of_both(kind: str, scenes: tuple[Scene, Scene]) -> tuple[dict[str, int], list[str]]:
    """All areas of either side: their numbers by GEOID, and their names."""
    found: dict[str, str] = {}
    for scene in scenes:
        areas = areas_of(scene, kind)
        found |= dict(zip(areas.geoid.tolist(), areas.name.tolist(), strict=True))
    ordered = sorted(found)
    return {geoid: at for at, geoid in enumerate(ordered)}, [found[geoid] for geoid in ordered]


def placed(geoids: Mapping[str, int], own: list[str], values: Floats) -> Floats:
    """`values` (b, g) of the areas `own` (b,) at their places among all areas (a, g), 0 elsewhere."""
    found = np.zeros((len(geoids), values.shape[1]))
    found[np.array([geoids[each] for each in own], dtype=np.int64)] = values
    return found

"""Two agreements: people in a gap by each preset that both applied. Pure."""

from typing import Final

import numpy as np

from app.coverage.geodesy import Floats
from app.coverage.presets import PRESETS, verdicts
from app.coverage.runs.shapley import Switched
from app.coverage.runs.sides import SHARED, Between, Side, areas_of_both, placed
from app.coverage.studies.footing import ground_from
from app.errors import ConflictError

_METHOD: Final = (
    "People in a gap by each definition that both runs applied, in the second run less those in the first. Demand: "
    "people, where they are counted, and what is known of their areas. Supply: the assets that match. "
    f"Parameters: how much longer roads are than straight lines, where that differs. {SHARED}"
)


def between_agreements(first: Side, second: Side) -> Between:
    """What both say. Raises ConflictError where they count other people or have no preset in common."""
    if first.study.groups != second.study.groups:
        raise ConflictError(
            "The two runs count different people: start one anew with the `population` of the other."
        )
    names = _common(first, second)
    sides, kind = {False: first, True: second}, first.study.areas
    geoids, area_names = areas_of_both(kind, (first.scene.counted(), second.scene.counted()))

    def value(switched: Switched) -> Floats:
        people, assets = sides["demand" in switched], sides["supply" in switched]
        audience = bool(assets.study.supply.audience)
        circuity = sides["parameters" in switched].study.circuity
        ground = ground_from(people.scene, assets.scene, kind, audience=audience, circuity=circuity)
        found, _ = verdicts(ground, [PRESETS[name] for name in names], kind)
        nobody = np.zeros(len(ground))
        columns = [
            np.where(found[name].gap, found[name].affected, 0.0) if name in found else nobody
            for name in names
        ]
        return placed(geoids, ground.geoid.tolist(), np.column_stack(columns))

    causes: tuple[str, ...] = ("demand", "supply")
    if first.study.circuity != second.study.circuity:
        causes = (*causes, "parameters")
    return Between("people_in_a_gap", _METHOD, causes, names, geoids, area_names, value)


def _common(first: Side, second: Side) -> tuple[str, ...]:
    """Ids of the presets that both could apply."""
    one, other = ({each["id"] for each in side.result["presets"]} for side in (first, second))
    names = tuple(name for name in PRESETS if name in one & other)
    if not names:
        raise ConflictError(
            "No definition was applied by both runs: start one anew with the other's `presets`."
        )
    return names

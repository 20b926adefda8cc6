"""Applying a preset, and saying what it lacks. Pure numerics."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from app.coverage.presets.ground import Ground
from app.coverage.presets.model import Need, Preset, Values, Verdict

CURES: Final = {
    Need.seats: "No chosen asset has a known number of seats: upload inventories with a seats column.",
    Need.rural: "No rural-urban classification is loaded: `stemmap load rucc FILE`.",
    Need.poverty: "No poverty figures are loaded: `stemmap load saipe FILE` or `stemmap load acs FILE` (B17020).",
    Need.income: "No incomes are loaded: `stemmap load saipe FILE`.",
    Need.broadband: "No figures on broadband are loaded: `stemmap load acs FILE` (B28002).",
    Need.households: "No households are loaded.",
    Need.commuting_zones: "Commuting zones are not loaded: `stemmap load boundaries FILE` as custom areas.",
    Need.density: "The land areas of these areas are not known: `stemmap load boundaries FILE`.",
    Need.courses: "No computer science classes of schools are loaded: `stemmap load crdc FILE` (Civil Rights Data "
    "Collection, Computer Science.csv), after `stemmap load boundaries FILE` of school districts.",
    Need.audience: "Choose assets by audience or accessibility first: this asks who has nothing meant for them.",
    Need.container: "Assets cannot be told apart by these areas: choose counties or ZIP areas.",
}
"""What to do about each input that is missing."""
_FACTS: Final = {
    Need.poverty: "poverty",
    Need.income: "income",
    Need.broadband: "broadband",
    Need.density: "land_m2",
    Need.courses: "cs_schools",
}


class NotLoadedError(ValueError):
    """A preset lacks inputs; `needs` names them."""

    def __init__(self, preset: Preset, needs: tuple[Need, ...]) -> None:
        self.preset, self.needs = preset, needs
        super().__init__(f"{preset.id} cannot be applied. " + " ".join(CURES[each] for each in needs))


def missing(preset: Preset, ground: Ground, area_kind: str) -> tuple[Need, ...]:
    """What `preset` needs and `ground` lacks, in the order of the vocabulary."""
    return tuple(need for need in Need if need in preset.needs and not _there(need, ground, area_kind))


def _there(need: Need, ground: Ground, area_kind: str) -> bool:
    if need in _FACTS:
        values = ground.facts.get(_FACTS[need])
        return values is not None and not bool(np.isnan(values).all())
    return {
        Need.seats: ground.seats_known,
        Need.rural: ground.rural is not None,
        Need.households: "households" in ground.facts,
        Need.commuting_zones: area_kind == "custom",
        Need.audience: ground.audience_assets,
        Need.container: ground.assets_in is not None,
    }[need]


def judge(preset: Preset, ground: Ground, area_kind: str, given: Values | None = None) -> Verdict:
    """What `preset` says of the areas of `ground`, with the numbers of `given` in place of the published ones.

    Raises NotLoadedError when an input is missing, ValueError for a number out of bounds or an unknown name.
    """
    lacking = missing(preset, ground, area_kind)
    if lacking:
        raise NotLoadedError(preset, lacking)
    verdict: Verdict = preset.judge(ground, preset.values(given))
    return verdict


def verdicts(
    ground: Ground, presets: Sequence[Preset], area_kind: str
) -> tuple[dict[str, Verdict], dict[str, str]]:
    """The verdict of each preset that can be applied, by id, and why each of the others cannot."""
    found: dict[str, Verdict] = {}
    lacking: dict[str, str] = {}
    for preset in presets:
        try:
            found[preset.id] = judge(preset, ground, area_kind)
        except NotLoadedError as reason:
            lacking[preset.id] = str(reason)
    return found, lacking

"""Parts of a report from answers: totals, distances, definitions. Pure."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from app.coverage.agreement_answers import AgreementAnswer
from app.coverage.presets import PRESETS, Preset
from app.coverage.reports.report import Definition, Step, Totals
from app.coverage.results import AreaGap, CoverageAnswer
from app.coverage.sensitivity import people_beyond
from app.settings import MILE_M

STEP_MILES: Final = (5, 10, 15, 25, 50)
STEP_MINUTES: Final = (10.0, 20.0, 30.0, 45.0, 60.0, 90.0)


def totals_of(answer: CoverageAnswer, area: AreaGap | None, places: Sequence[AreaGap]) -> Totals:
    """Of a whole answer, or of one county of it, whose farthest place is among `places`."""
    if area is None:
        whole = answer.summary
        return Totals(
            whole.people, whole.people_moe, whole.people_beyond, whole.people_beyond_moe, whole.reliability,
            whole.share_beyond, whole.mean_nearest_m, whole.farthest_m, whole.farthest_name, whole.farthest_state,
        )  # fmt: skip
    far = max((each for each in places if each.people > 0 and each.nearest_m is not None),
              key=lambda each: each.nearest_m or 0.0, default=None)  # fmt: skip
    return Totals(
        area.people, area.people_moe, area.people_beyond, area.people_beyond_moe, area.reliability, area.share_beyond,
        area.nearest_m, far.nearest_m if far else area.farthest_m, far.name if far else None, area.state,
    )  # fmt: skip


def steps_of(answer: CoverageAnswer, county: str | None) -> tuple[Step, ...]:
    """People beyond STEP_MILES (by a travel table STEP_MINUTES) and the bound asked for, shortest first; none where
    nobody lives.
    """
    points = answer.found.context.points
    here = np.ones(len(points), dtype=np.bool_) if county is None else points.county_geoid == county
    people, asked = points.people[here], answer.question.bound
    marks = STEP_MINUTES if answer.question.travel else [miles * MILE_M for miles in STEP_MILES]
    whole = float(people.sum())
    if whole <= 0:
        return ()
    chosen = sorted({*marks, asked})
    beyond = people_beyond(answer.found.nearest_m[here], people, np.array(chosen))
    return tuple(
        Step(bound, each, each / whole, bound == asked)
        for bound, each in zip(chosen, beyond.tolist(), strict=True)
    )


def definitions_of(
    found: AgreementAnswer | None, county: str | None, lacking: dict[str, str]
) -> tuple[Definition, ...]:
    """Every published definition: what it says of all areas, or of one county, or why it could not be applied."""
    return tuple(_definition(each, found, county, lacking.get(each.id, "")) for each in PRESETS.values())


def _definition(preset: Preset, found: AgreementAnswer | None, county: str | None, why: str) -> Definition:
    if found is None or preset.id not in found.found.presets:
        lacking = why.partition("cannot be applied. ")[2] or why
        return Definition(preset.id, preset.title, preset.citation, None, None, None, lacking or preset.title)
    at = found.found.presets.index(preset.id)
    gap = None
    if county is not None and county in found.keys:
        gap = found.found.says(found.keys.index(county), at)
    return Definition(
        preset.id,
        preset.title,
        preset.citation,
        int(found.found.of[:, at].sum()),
        gap,
        found.people[preset.id],
    )


def rank_of(answer: CoverageAnswer, county: str) -> tuple[int | None, int]:
    """The place of a county among those with people, most people beyond first; and how many those are."""
    inhabited = [each for each in answer.areas if each.people > 0]
    rank = next((at for at, each in enumerate(inhabited, 1) if each.geoid == county), None)
    return rank, len(inhabited)

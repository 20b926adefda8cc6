"""What a gap map can colour beside people beyond reach: verdicts, agreement, hot spots, poverty, rurality. Pure.

Every function takes an answer and gives values in the order of its areas; what needs the ground of presets takes it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.coverage.context import Context
from app.coverage.geodesy import Floats
from app.coverage.hotspots.local import NO_QUADRANT, local_moran
from app.coverage.hotspots.neighbours import nearest_neighbours
from app.coverage.preset_answers import PresetAnswer
from app.coverage.presets import PRESETS, Ground, Verdict, agreement, judge, missing
from app.coverage.presets.judging import CURES
from app.coverage.results import CoverageAnswer
from app.maps.classes import COLORS, GAP_COLORS, Classes, named_classes
from app.maps.values import Painted

NEIGHBOURS: Final = 8
PERMUTATIONS: Final = 9_999
SEED: Final = 0
FALSE_DISCOVERIES: Final = 0.05
_SPOTS: Final = ("Hot spot: far among far", "Near among far", "Cold spot: near among near", "Far among near",
                 "No pattern")  # fmt: skip
_SPOT_COLORS: Final = ("#b30000", "#a6cbe3", "#2b6ca3", "#fdbb84", "#f2f2ee")
_RURAL: Final = ("Metropolitan", "Nonmetropolitan, 20,000 or more", "Nonmetropolitan, under 20,000", "Rural")
_RURAL_COLORS: Final = ("#edf8e9", "#bae4b3", "#74c476", "#238b45")
_RURAL_FROM: Final = (3.5, 5.5, 7.5)
"""Rural-Urban Continuum Codes after which the next class begins."""


@dataclass(frozen=True, eq=False)
class Judged:
    """The verdicts of several presets on the same areas, and what keeps the others from being applied."""

    verdicts: Mapping[str, Verdict]
    lacking: Mapping[str, str]


def in_order(answer: CoverageAnswer, values: NDArray[np.generic]) -> NDArray[np.generic]:
    """`values` (a,) by the areas of the context, in the order of the answer's areas."""
    at = {geoid: number for number, geoid in enumerate(answer.found.context.areas.keys)}
    order: NDArray[np.generic] = values[[at[geoid] for geoid in answer.areas.geoid.tolist()]]
    return order


def floats_in_order(answer: CoverageAnswer, values: NDArray[np.generic]) -> Floats:
    """As in_order, as numbers."""
    return in_order(answer, values).astype(np.float64)


def judged_gap(answer: CoverageAnswer, found: PresetAnswer) -> Painted:
    """The verdict of one preset: a gap, none, or not decided; its tier where it has some."""
    verdict = found.verdict
    gap = np.where(verdict.decided, verdict.gap.astype(np.float64), np.nan)
    classes = named_classes(
        f"By {found.preset.id}: {found.preset.title.lower()}", ("No gap", "Gap"), GAP_COLORS
    )
    return Painted("gap", floats_in_order(answer, gap), classes, {"note": _verdict_notes(answer, verdict)})


def _verdict_notes(answer: CoverageAnswer, verdict: Verdict) -> list[str]:
    gap, decided, value = (
        in_order(answer, each).tolist() for each in (verdict.gap, verdict.decided, verdict.value)
    )
    tiers = in_order(answer, verdict.tier).tolist() if verdict.tier is not None else [None] * len(gap)
    return [
        _verdict_note(is_gap, is_decided, number, tier, verdict.unit)
        for is_gap, is_decided, number, tier in zip(gap, decided, value, tiers, strict=True)
    ]


def _verdict_note(gap: bool, decided: bool, value: float, tier: str | None, unit: str) -> str:
    if not decided:
        return "Not decided: an input of this area is not known"
    number = "none" if np.isinf(value) else "" if np.isnan(value) else f"{value:,.3g} {unit}"
    return f"{'A gap' if gap else 'No gap'}{f' ({tier})' if tier else ''}{f': {number}' if number else ''}"


def all_judged(ground: Ground, context: Context) -> Judged:
    """Every preset that can be applied, the chosen one with its own numbers, the others as published."""
    question = context.question
    verdicts: dict[str, Verdict] = {}
    lacking: dict[str, str] = {}
    for preset in PRESETS.values():
        needs = missing(preset, ground, question.areas)
        own = dict(question.preset_values) if preset.id == question.preset else None
        if needs:
            lacking[preset.id] = " ".join(CURES[need] for need in needs)
        else:
            verdicts[preset.id] = judge(preset, ground, question.areas, own)
    return Judged(verdicts, lacking)


def agreed(answer: CoverageAnswer, judged: Judged) -> Painted:
    """Under how many of the presets that could be applied each area is a gap."""
    found = agreement(judged.verdicts)
    number = floats_in_order(answer, found.gaps)
    named = [
        ", ".join(preset for preset, gap in zip(found.presets, row, strict=True) if gap) or "none"
        for row in in_order(answer, found.of).tolist()
    ]
    notes = [f"A gap under {count:.0f} of {len(found.presets)}: {names}"
             for count, names in zip(number.tolist(), named, strict=True)]  # fmt: skip
    return Painted("agreement", number, _counting(len(found.presets)), {"note": notes})


def _counting(most: int) -> Classes:
    """Classes of a number of definitions: none, and four about equal parts of the rest."""
    ends = sorted({0, *(round(most * part / 4) for part in range(1, 4))})
    starts = [0, *(end + 1 for end in ends)]
    labels = [
        f"{low}–{high}" if low != high else f"{low}" for low, high in zip(starts, [*ends, most], strict=True)
    ]
    title = f"Under how many of {most} definitions it is a gap"
    return Classes(title, tuple(end + 0.5 for end in ends), tuple(labels), COLORS[-len(labels) :])


def hot_spots(answer: CoverageAnswer) -> Painted:
    """Local Moran of the share beyond, with its 8 nearest areas, adjusted for false discoveries."""
    areas = answer.areas
    share = np.divide(areas.people_beyond, areas.people, out=np.zeros(len(areas)), where=areas.people > 0)
    classes = named_classes(
        f"Hot and cold spots of the share beyond (FDR {FALSE_DISCOVERIES:g})", _SPOTS, _SPOT_COLORS
    )
    if int((areas.people > 0).sum()) <= NEIGHBOURS:
        return Painted("hotspots", np.full(len(areas), np.nan), classes)
    near = nearest_neighbours(areas.lon, areas.lat, areas.people, NEIGHBOURS)
    found = local_moran(share, near, PERMUTATIONS, SEED)
    clear = (found.q <= FALSE_DISCOVERIES) & (found.quadrant != NO_QUADRANT)
    spots = np.where(clear, found.quadrant, len(_SPOTS) - 1).astype(np.float64)
    spots[areas.people <= 0] = np.nan
    notes = ["" if np.isnan(p) else f"{_SPOTS[int(spot)]}, p {p:.3f}" if not np.isnan(spot) else ""
             for spot, p in zip(spots.tolist(), found.p.tolist(), strict=True)]  # fmt: skip
    return Painted("hotspots", spots, classes, {"note": notes})


def poverty(answer: CoverageAnswer) -> Painted:
    """The share of people in poverty of each area, or of its county."""
    share = floats_in_order(answer, answer.found.context.fact("poverty"))
    return Painted("poverty", share, None, {"note": _texts(share, "{:.0%} in poverty")})


def rurality(answer: CoverageAnswer) -> Painted:
    """The Rural-Urban Continuum Code of each area's county, in four classes."""
    codes = floats_in_order(answer, answer.found.context.fact("rucc"))
    return Painted("rural", codes, Classes("Metropolitan or rural", _RURAL_FROM, _RURAL, _RURAL_COLORS),
                   {"note": _texts(codes, "Rural-Urban Continuum Code {:.0f}")})  # fmt: skip


def _texts(values: Floats, words: str) -> Sequence[str]:
    return ["" if np.isnan(value) else words.format(value) for value in values.tolist()]

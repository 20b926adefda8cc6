"""What a gap map can colour beside people beyond reach: verdicts, agreement, hot spots, poverty, rurality. Pure."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.coverage.agreement_answers import AgreementAnswer
from app.coverage.geodesy import Floats
from app.coverage.hotspot_answers import HotspotAnswer
from app.coverage.preset_answers import PresetAnswer
from app.coverage.presets import Verdict
from app.coverage.results import CoverageAnswer
from app.language import N_, _, gettext, inside
from app.maps.classes import COLORS, GAP_COLORS, Classes, named_classes
from app.maps.values import Painted

_SPOTS: Final = (
    N_("Hot spot: bad access together"), N_("Good amid bad"), N_("Cold spot: good access together"),
    N_("Bad amid good"), N_("No pattern"),
)  # fmt: skip
_SPOT_COLORS: Final = ("#b30000", "#a6cbe3", "#2b6ca3", "#fdbb84", "#f2f2ee")
_RURAL: Final = (
    N_("Metropolitan"), N_("Nonmetropolitan, 20,000 or more"), N_("Nonmetropolitan, under 20,000"), N_("Rural"),
)  # fmt: skip
_RURAL_COLORS: Final = ("#edf8e9", "#bae4b3", "#74c476", "#238b45")
_RURAL_FROM: Final = (3.5, 5.5, 7.5)
"""Rural-Urban Continuum Codes after which the next class begins."""


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
        _("By %(id)s: %(title)s", id=found.preset.id, title=inside(gettext(found.preset.title))),
        (_("No gap"), _("Gap")),
        GAP_COLORS,
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
        return _("Not decided: an input of this area is not known")
    number = _("none") if np.isinf(value) else "" if np.isnan(value) else f"{value:,.3g} {gettext(unit)}"
    said = _("A gap") if gap else _("No gap")
    return said + (f" ({gettext(tier)})" if tier else "") + (f": {number}" if number else "")


def agreed(found: AgreementAnswer) -> Painted:
    """Under how many of the presets that could be applied each area is a gap."""
    extra, many = found.areas.extra, len(found.found.presets)
    number = np.array(extra["gaps"], dtype=np.float64)
    notes = [
        _("A gap under %(n)s of %(all)s: %(which)s", n=f"{count:.0f}", all=many, which=names or _("none"))
        for count, names in zip(number.tolist(), extra["gap_by"], strict=True)
    ]
    return Painted("agreement", number, _counting(many), {"note": notes})


def _counting(most: int) -> Classes:
    """Classes of a number of definitions: none, and about equal parts of the rest."""
    ends = sorted({0, *(round(most * part / 4) for part in range(1, 4))} - {most})
    starts = [0, *(end + 1 for end in ends)]
    labels = [
        f"{low}–{high}" if low != high else f"{low}" for low, high in zip(starts, [*ends, most], strict=True)
    ]
    title = _("Under how many of %(n)s definitions it is a gap", n=most)
    return Classes(title, tuple(end + 0.5 for end in ends), tuple(labels), COLORS[-len(labels) :])


def hot_spots(found: HotspotAnswer) -> Painted:
    """The quadrant of each area whose pattern is clear: bad among bad first, whatever the measure."""
    extra, method = found.areas.extra, found.question.how.method
    bad = "high" if method.cost else "low"
    named = {
        f"{bad}-{bad}": 0,
        f"{_other(bad)}-{bad}": 1,
        f"{_other(bad)}-{_other(bad)}": 2,
        f"{bad}-{_other(bad)}": 3,
    }
    spots = np.array([
        named[quadrant] if clear and quadrant else len(_SPOTS) - 1
        for quadrant, clear in zip(extra["quadrant"], extra["significant"], strict=True)
    ], dtype=np.float64)  # fmt: skip
    spots[found.areas.people <= 0] = np.nan
    notes = [
        "" if np.isnan(spot) or p is None else f"{gettext(_SPOTS[int(spot)])} (p {p:.3f})"
        for spot, p in zip(spots.tolist(), extra["p"], strict=True)
    ]
    classes = named_classes(
        _("Hot and cold spots: %(measure)s", measure=inside(gettext(method.label))),
        tuple(map(gettext, _SPOTS)),
        _SPOT_COLORS,
    )
    return Painted("hotspots", spots, classes, {"note": notes})


def _other(side: str) -> str:
    return "low" if side == "high" else "high"


def poverty(answer: CoverageAnswer) -> Painted:
    """The share of people in poverty of each area, or of its county."""
    share = floats_in_order(answer, answer.found.context.fact("poverty"))
    return Painted("poverty", share, None, {"note": _texts(share, _("%(share)s in poverty", share="{:.0%}"))})


def rurality(answer: CoverageAnswer) -> Painted:
    """The Rural-Urban Continuum Code of each area's county, in four classes."""
    codes = floats_in_order(answer, answer.found.context.fact("rucc"))
    classes = Classes(_("Metropolitan or rural"), _RURAL_FROM, tuple(map(gettext, _RURAL)), _RURAL_COLORS)
    notes = _texts(codes, _("Rural-Urban Continuum Code %(code)s", code="{:.0f}"))
    return Painted("rural", codes, classes, {"note": notes})


def _texts(values: Floats, words: str) -> Sequence[str]:
    return ["" if np.isnan(value) else words.format(value) for value in values.tolist()]

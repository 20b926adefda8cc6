"""What several presets say together: in numbers and in words. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from app.coverage.geodesy import Floats
from app.coverage.preset_asked import known_preset
from app.coverage.presets import PRESETS, Agreement, Ground, Preset, agreement, verdicts
from app.errors import BadParameterError
from app.language import _
from app.settings import Settings

AGREEMENT_COLUMNS: Final = ("gaps", "decided_by", "gap_by")
"""Of each area: how many of the presets call it a gap, how many decide, and which ones say so."""


@dataclass(frozen=True, eq=False)
class Agreed:
    """`found` and `area_people` (a,) are of the same areas; `people` are those concerned, by preset.

    `lacking` says of each preset that could not be applied why not.
    """

    found: Agreement
    area_people: Floats
    people: Mapping[str, float]
    lacking: Mapping[str, str]

    def columns(self, at: int) -> dict[str, Any]:
        """AGREEMENT_COLUMNS of one area."""
        found = self.found
        named = [name for name, gap in zip(found.presets, found.of[at].tolist(), strict=True) if gap]
        values = (int(found.gaps[at]), int(found.decided[at]), " ".join(named))
        return dict(zip(AGREEMENT_COLUMNS, values, strict=True))


def agreed_on(ground: Ground, presets: tuple[Preset, ...], area_kind: str) -> Agreed:
    """Those of the presets that can be applied to `ground`, put together.

    Raises BadParameterError when none of them can be, saying what each lacks.
    """
    found, lacking = verdicts(ground, presets, area_kind)
    if not found:
        raise BadParameterError(" ".join(lacking.values()), parameter="presets")
    people = {name: float(each.affected[each.gap].sum()) for name, each in found.items()}
    return Agreed(agreement(found), ground.area_people(), people, lacking)


def presets_asked(names: list[str], settings: Settings) -> tuple[Preset, ...]:
    """The presets of these ids or slugs in their order, all for none; at most as many as settings say.

    Raises BadParameterError.
    """
    chosen = {known_preset(name, "presets").id for name in names} or set(PRESETS)
    if len(chosen) > settings.coverage_presets_max:
        raise BadParameterError(
            f"{len(chosen)} presets at once are too many: at most {settings.coverage_presets_max}.",
            parameter="presets",
        )
    return tuple(preset for each, preset in PRESETS.items() if each in chosen)


def reach_of_presets(presets: tuple[Preset, ...]) -> float:
    """The longest of their distances, in metres."""
    return max(
        (each.default for preset in presets for each in preset.parameters if each.unit == "m"), default=0.0
    )


def agreement_record(agreed: Agreed) -> dict[str, Any]:
    """The whole without its areas, ready for JSON."""
    found = agreed.found
    return {
        "presets": [
            {
                "id": name,
                "title": PRESETS[name].title,
                "citation": PRESETS[name].citation,
                "areas_gap": int(found.of[:, at].sum()),
                "people_affected": round(agreed.people[name], 1),
            }
            for at, name in enumerate(found.presets)
        ],
        "not_applicable": [{"id": name, "why": why} for name, why in agreed.lacking.items()],
        "overlap": [
            {"first": one, "second": other, "jaccard": _number(float(found.overlap[i, j]))}
            for i, one in enumerate(found.presets)
            for j, other in enumerate(found.presets)
            if i < j
        ],
        "levels": [_level(agreed, least) for least in range(len(found.presets) + 1)],
        "words": agreement_words(agreed),
    }


def _level(agreed: Agreed, least: int) -> dict[str, Any]:
    which, people = agreed.found.at_least(least), agreed.area_people
    return {
        "at_least": least,
        "areas": int((which & (people > 0)).sum()),
        "people": round(float(people[which].sum()), 1),
    }


def _number(value: float) -> float | None:
    return None if np.isnan(value) else round(value, 6)


def agreement_words(agreed: Agreed) -> str:
    """How many areas are a gap under none, any and all of the presets."""
    gaps, many = agreed.found.gaps, len(agreed.found.presets)
    people = agreed.area_people
    any_, every = gaps > 0, gaps == many
    text = _(
        "Under %(definitions)s definitions, %(some)s of %(areas)s areas are a gap by at least one (%(people)s people "
        "live there) and %(every)s by all (%(all)s people).",
        definitions=many,
        some=f"{int(any_.sum()):,}",
        areas=f"{len(gaps):,}",
        people=f"{people[any_].sum():,.0f}",
        every=f"{int(every.sum()):,}",
        all=f"{people[every].sum():,.0f}",
    )
    if agreed.lacking:
        which = ", ".join(agreed.lacking)
        text += " " + _("Not applied, because something is not loaded: %(which)s.", which=which)
    return text

"""Under how many of several presets each area is a gap, which ones, and how far the presets agree."""

from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from sqlalchemy.orm import Session

from app.coverage.context import Context
from app.coverage.measured import measured
from app.coverage.preset_answers import plain_ground, verdicts
from app.coverage.presets import PRESETS, Agreement, Preset, agreement
from app.coverage.question import CoverageQuestion, known_preset
from app.coverage.results import AreaGaps
from app.coverage.tally import by_area
from app.errors import BadParameterError
from app.settings import Settings

AGREEMENT_COLUMNS: Final = ("gaps", "decided_by", "gap_by")
"""Of each area: how many of the presets call it a gap, how many decide, and which ones say so."""


@dataclass(frozen=True, eq=False)
class AgreementAnswer:
    """`found` is in the order of `context.areas`; `areas` are worst first, with AGREEMENT_COLUMNS."""

    question: CoverageQuestion
    data_version: int
    areas: AreaGaps
    found: Agreement
    people: dict[str, float]
    lacking: dict[str, str]


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


def agreement_answer(session: Session, context: Context, presets: tuple[Preset, ...]) -> AgreementAnswer:
    """Those of the presets that can be applied, put together.

    Raises BadParameterError when none of them can be, saying what each lacks.
    """
    found, lacking = verdicts(plain_ground(session, context), presets, context.question.areas)
    if not found:
        raise BadParameterError(" ".join(lacking.values()), parameter="presets")
    together = agreement(found)
    areas = by_area(measured(session, context))
    at = {key: number for number, key in enumerate(context.areas.keys)}
    order = np.fromiter((at[geoid] for geoid in areas.geoid), dtype=np.int64, count=len(areas))
    extra: dict[str, list[Any]] = {
        "gaps": together.gaps[order].tolist(),
        "decided_by": together.decided[order].tolist(),
        "gap_by": [_which(together, number) for number in order.tolist()],
    }
    people = {name: float(each.affected[each.gap].sum()) for name, each in found.items()}
    return AgreementAnswer(
        context.question, context.data_version, replace(areas, extra=extra), together, people, lacking
    )


def _which(together: Agreement, area: int) -> str:
    return " ".join(
        name for name, gap in zip(together.presets, together.of[area].tolist(), strict=True) if gap
    )


def agreement_record(answer: AgreementAnswer) -> dict[str, Any]:
    """The whole without its areas, ready for JSON."""
    found = answer.found
    inhabited = answer.areas.people > 0
    gaps = np.array(answer.areas.extra["gaps"])
    return {
        "presets": [
            {
                "id": name,
                "title": PRESETS[name].title,
                "citation": PRESETS[name].citation,
                "areas_gap": int(found.of[:, at].sum()),
                "people_affected": round(answer.people[name], 1),
            }
            for at, name in enumerate(found.presets)
        ],
        "not_applicable": [{"id": name, "why": why} for name, why in answer.lacking.items()],
        "overlap": [
            {"first": one, "second": other, "jaccard": _number(float(found.overlap[i, j]))}
            for i, one in enumerate(found.presets)
            for j, other in enumerate(found.presets)
            if i < j
        ],
        "levels": [
            {
                "at_least": level,
                "areas": int(((gaps >= level) & inhabited).sum()),
                "people": round(float(answer.areas.people[gaps >= level].sum()), 1),
            }
            for level in range(len(found.presets) + 1)
        ],
        "words": agreement_words(answer),
    }


def _number(value: float) -> float | None:
    return None if np.isnan(value) else round(value, 6)


def agreement_words(answer: AgreementAnswer) -> str:
    """How many areas are a gap under none, any and all of the presets."""
    gaps, many = np.array(answer.areas.extra["gaps"]), len(answer.found.presets)
    people = answer.areas.people
    any_, every = gaps > 0, gaps == many
    text = (
        f"Under {many} definitions, {int(any_.sum()):,} of {len(gaps):,} areas are a gap by at least one "
        f"({people[any_].sum():,.0f} people live there) and {int(every.sum()):,} by all "
        f"({people[every].sum():,.0f} people)."
    )
    if answer.lacking:
        text += f" Not applied, because something is not loaded: {', '.join(answer.lacking)}."
    return text

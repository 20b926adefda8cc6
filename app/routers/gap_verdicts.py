"""Verdicts of published definitions as rows and numbers of a gap page. Pure."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.coverage.preset_words import cures_said
from app.coverage.presets import PRESETS, Verdict
from app.coverage.question import CoverageQuestion
from app.language import _, gettext
from app.routers.gap_drawing import Side
from app.routers.gap_presets import fields_of


@dataclass(frozen=True)
class VerdictWords:
    """A verdict counted: areas that are a gap, that are decided and not, people affected, areas by tier."""

    gaps: int
    decided: int
    undecided: int
    affected: float
    tiers: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class AgreementRow:
    """One preset beside the others; `gaps` None where it is not applied because it lacks something."""

    id: str
    title: str
    domain: str
    gaps: int | None
    affected: float | None
    lacking: str


def verdict_context(question: CoverageQuestion, side: Side) -> dict[str, Any]:
    """What the page says about the chosen definition, and about all of them where they are compared."""
    preset = PRESETS[question.preset] if question.preset else None
    fields = fields_of(preset, dict(question.preset_values)) if preset else []
    return {
        "verdict": _words(side.answer.preset.verdict) if side.answer.preset else None,
        "lacking": side.lacking,
        "changed_fields": [each for each in fields if each.changed],
        "agreement_rows": _rows(side),
        "verdict_of": _verdicts_by_area(side).get,
    }


def _words(verdict: Verdict) -> VerdictWords:
    tiers = Counter(verdict.tier[verdict.decided].tolist()) if verdict.tier is not None else Counter()
    decided = int(np.count_nonzero(verdict.decided))
    return VerdictWords(
        gaps=int(np.count_nonzero(verdict.gap)),
        decided=decided,
        undecided=len(verdict.decided) - decided,
        affected=float(verdict.affected.sum()),
        tiers=tuple(tiers.most_common()),
    )


def _verdicts_by_area(side: Side) -> dict[str, str]:
    """`Gap (desert)`, by GEOID."""
    found = side.answer.preset
    if found is None:
        return {}
    verdict, keys = found.verdict, found.context.areas.keys
    tiers = verdict.tier.tolist() if verdict.tier is not None else [""] * len(keys)
    return {
        key: _verdict(gap=gap, decided=decided, tier=tier)
        for key, gap, decided, tier in zip(
            keys, verdict.gap.tolist(), verdict.decided.tolist(), tiers, strict=True
        )
    }


def _verdict(*, gap: bool, decided: bool, tier: str) -> str:
    if not decided:
        return _("Not decided")
    return (_("Gap") if gap else _("No gap")) + (f" ({gettext(tier)})" if tier else "")


def _rows(side: Side) -> list[AgreementRow]:
    found = side.agreement
    if found is None:
        return []
    gaps = dict(zip(found.found.presets, found.found.of.sum(axis=0).tolist(), strict=True))
    return [
        AgreementRow(
            each.id, each.title, each.domain, gaps.get(each.id), found.people.get(each.id),
            cures_said(found.lacking.get(each.id, "").partition("cannot be applied. ")[2]),
        )
        for each in PRESETS.values()
    ]  # fmt: skip

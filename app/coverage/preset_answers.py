"""What presets say of the areas of an answer, and under how many of several an area is a gap."""

from dataclasses import dataclass
from math import isnan
from typing import Any, Final

import numpy as np
from sqlalchemy.orm import Session

from app.coverage.context import Context
from app.coverage.geodesy import Indices
from app.coverage.grounds import ground_of, verdict_of
from app.coverage.measuring import Measuring
from app.coverage.presets import Ground, Preset, Verdict
from app.coverage.weights import weighted
from app.coverage.within_reach import WithinReach

PRESET_COLUMNS: Final = ("gap", "decided", "tier", "affected", "preset_value")
"""Of each area: a gap by the preset or not, whether that could be decided, its class, people concerned, and the figure
that the preset compares.
"""


@dataclass(frozen=True, eq=False)
class PresetAnswer:
    """A preset on the areas of a context, in the order of `context.areas`."""

    preset: Preset
    values: dict[str, float]
    verdict: Verdict
    context: Context

    def columns(self, order: Indices) -> dict[str, list[Any]]:
        """PRESET_COLUMNS, of the areas in this order."""
        found = self.verdict
        tier = [None] * len(order) if found.tier is None else found.tier[order].tolist()
        return {
            "gap": found.gap[order].tolist(),
            "decided": found.decided[order].tolist(),
            "tier": tier,
            "affected": np.round(found.affected[order], 1).tolist(),
            "preset_value": [_finite(value) for value in found.value[order].tolist()],
        }

    def record(self) -> dict[str, Any]:
        """The whole of it ready for JSON."""
        found, preset = self.verdict, self.preset
        return {
            "id": preset.id,
            "title": preset.title,
            "citation": preset.citation,
            "definition": preset.definition,
            "adapted": preset.adapted,
            "own_cutoff": preset.ours,
            "values": self.values,
            "unit": found.unit,
            "areas_gap": int(found.gap.sum()),
            "areas_undecided": int((~found.decided).sum()),
            "people_affected": round(float(found.affected[found.gap].sum()), 1),
        }


def _finite(value: float) -> float | None:
    return None if isnan(value) or value in (float("inf"), float("-inf")) else float(f"{value:.7g}")


def plain_ground(session: Session, context: Context) -> Ground:
    """The ground of presets: every asset counts once, whatever the measure of the question."""
    once = weighted(context.supply, Measuring(), frozenset())
    return ground_of(session, context, WithinReach(context, once, context.question.how.circuity))


def preset_answer(session: Session, context: Context) -> PresetAnswer:
    """The preset that the question names. Raises BadParameterError for one whose needs are not loaded."""
    question = context.question
    preset, verdict = verdict_of(
        plain_ground(session, context), context, question.preset or "", dict(question.preset_values)
    )
    return PresetAnswer(preset, preset.values(dict(question.preset_values)), verdict, context)

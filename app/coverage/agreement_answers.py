"""Under how many of several presets each area is a gap, which ones, and how far the presets agree."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from sqlalchemy.orm import Session

from app.coverage.agreed import AGREEMENT_COLUMNS, Agreed, agreed_on
from app.coverage.context import Context
from app.coverage.measured import measured
from app.coverage.preset_answers import plain_ground
from app.coverage.presets import Preset
from app.coverage.question import CoverageQuestion
from app.coverage.results import AreaGaps
from app.coverage.tally import by_area


@dataclass(frozen=True, eq=False)
class AgreementAnswer(Agreed):
    """`found` is in the order of `keys` (GEOIDs); `areas` are worst first, with AGREEMENT_COLUMNS."""

    question: CoverageQuestion
    data_version: int
    areas: AreaGaps
    keys: tuple[str, ...]


def agreement_answer(session: Session, context: Context, presets: tuple[Preset, ...]) -> AgreementAnswer:
    """As `agreed_on`, of the areas of `context`, with all that is known of each."""
    agreed = agreed_on(plain_ground(session, context), presets, context.question.areas)
    areas = by_area(measured(session, context))
    at = {key: number for number, key in enumerate(context.areas.keys)}
    order = np.fromiter((at[geoid] for geoid in areas.geoid), dtype=np.int64, count=len(areas))
    rows = [agreed.columns(number) for number in order.tolist()]
    extra: dict[str, list[Any]] = {name: [row[name] for row in rows] for name in AGREEMENT_COLUMNS}
    return AgreementAnswer(
        agreed.found, agreed.area_people, agreed.people, agreed.lacking,
        context.question, context.data_version, replace(areas, extra=extra), tuple(context.areas.keys),
    )  # fmt: skip

"""Where definitions of a gap agree, as a study: computed from what was kept. Pure."""

from typing import Any

import numpy as np

from app.coverage.agreed import Agreed, agreed_on, agreement_record
from app.coverage.presets import PRESETS
from app.coverage.studies.asked import Study
from app.coverage.studies.footing import ground_from
from app.coverage.studies.grouped import Areas, areas_of
from app.coverage.studies.scene import Scene
from app.coverage.tables import counts


def agreement_study(study: Study, scene: Scene) -> dict[str, Any]:
    """Under how many of the presets each area is a gap, the most first. Raises BadParameterError where none applies."""
    presets = tuple(PRESETS[name] for name in study.agreement.presets)
    audience = bool(study.supply.audience)
    ground = ground_from(scene, scene, study.areas, audience=audience, circuity=study.circuity)
    agreed = agreed_on(ground, presets, study.areas)
    areas = areas_of(scene.counted(), study.areas)
    order = np.lexsort((np.arange(len(areas)), -agreed.area_people, -agreed.found.gaps))
    rows = [_area(areas, agreed, at) for at in order.tolist()]
    return agreement_record(agreed) | {"areas": rows}


def _area(areas: Areas, agreed: Agreed, at: int) -> dict[str, Any]:
    people = counts(agreed.area_people[at : at + 1])[0]
    return areas.record(at) | {"people": people} | agreed.columns(at)

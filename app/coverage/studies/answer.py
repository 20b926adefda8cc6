"""The answer of a study: computed from its scene and its question alone, so that it can be repeated. Pure."""

from typing import Any, Final

from app.coverage.studies.agreeing import agreement_study
from app.coverage.studies.asked import Study
from app.coverage.studies.change import changed
from app.coverage.studies.covered import covered_answer
from app.coverage.studies.effort import Effort
from app.coverage.studies.hot import hotspots_answer
from app.coverage.studies.scene import Scene
from app.coverage.studies.siting import sited

METHOD: Final = (
    "Distances are geodesics on the WGS84 ellipsoid, not along roads; a person exactly at the distance is within it. "
    "People are counted at the points of the areas their figures are of, each group at its own."
)


_BY_TABLE: Final = (
    "Minutes are those of the travel table; a pair that is not in it is out of reach, and a person exactly at the "
    "bound is within it. "
)


def method_of(study: Study) -> str:
    """How an answer came about, in words."""
    people = METHOD[METHOD.index("People are") :]
    if study.travel:
        return _BY_TABLE + people
    if study.circuity != 1:
        return METHOD.replace("not along roads;", f"times {study.circuity:g} for the roads;")
    return METHOD


def answer_study(study: Study, scene: Scene, effort: Effort) -> dict[str, Any]:
    """The answer as a JSON object; everything in it follows from `study` and `scene`.

    Raises BadParameterError for a question that these data cannot answer.
    """
    found = {
        "coverage": lambda: covered_answer(study, scene),
        "agreement": lambda: agreement_study(study, scene),
        "siting": lambda: sited(study, scene, effort),
        "what-if": lambda: changed(study, scene),
        "hotspots": lambda: hotspots_answer(study, scene),
    }[study.kind]()
    about = scene.about
    return {
        "question": study.described(),
        "as_of": about["as_of"],
        "data_version": about["data_version"],
        **found,
        "supply": about["supply"],
        "figures": about["figures"],
        "sources": about["sources"],
        **({"travel": about["travel"]} if "travel" in about else {}),
        "method": method_of(study),
    }

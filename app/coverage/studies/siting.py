"""Where next: the sites that reach most people anew, the fewest for everybody, or those that bring most seats. Pure."""

from typing import Any, Final

import numpy as np

from app.coverage.geodesy import Floats
from app.coverage.siting.cover import most_people
from app.coverage.siting.curve import budget_curve
from app.coverage.siting.exact import Progress, prove
from app.coverage.siting.problem import Cover, cover
from app.coverage.siting.results import Siting
from app.coverage.studies.asked import Study
from app.coverage.studies.covered import distance_to, group_rows
from app.coverage.studies.effort import Effort
from app.coverage.studies.pairs import Open, open_pairs
from app.coverage.studies.scene import Scene
from app.coverage.studies.seated import seated
from app.coverage.studies.site_rows import after_rows, curve_rows, site_rows
from app.coverage.studies.siting_words import words
from app.coverage.studies.stock import within
from app.coverage.studies.whole import for_everybody

_DIGITS: Final = 1
_STEPS: Final = 25
_FEW_STEPS: Final = 6
_MANY_PAIRS: Final = 1_000_000
"""Above this the bound of the first answer is sought in fewer steps: it is a little looser, and there in seconds."""


def sited(study: Study, scene: Scene, effort: Effort) -> dict[str, Any]:
    """The chosen sites in order with who gains, how good the choice is at least, and the budget curve.

    Raises TooMuchWorkError for more pairs than `effort` allows.
    """
    if study.siting.method == "seats":
        return seated(study, scene, effort)
    scene = scene.counted()
    near = within(distance_to(scene, scene.stock, study), study.bound)
    weight = weight_of(study, scene)
    found = open_pairs(scene, ~near & (weight > 0), study, effort.pairs_max)
    if study.siting.method == "whole":
        return for_everybody(study, scene, near, found, effort)
    return _most(study, scene, near, found, weight, effort)


def weight_of(study: Study, scene: Scene) -> Floats:
    """What the people of each point (n,) count."""
    weight: Floats = scene.people @ np.array([each for _, each in study.weights])
    return weight


def _most(
    study: Study, scene: Scene, near: Any, found: Open, weight: Floats, effort: Effort
) -> dict[str, Any]:
    """Most people with so many sites: greedy, or proven."""
    most = study.siting.sites
    problem, people = cover(found.pairs, weight[found.point]), scene.people[found.point]
    steps = _STEPS if len(problem.rows) <= _MANY_PAIRS else _FEW_STEPS
    curve = budget_curve(problem, most, people, steps)
    best = _chosen(study, problem, people, effort)
    bound = min(best.bound, float(curve.bound[-1])) if not best.proven else best.value
    rows = site_rows(study, scene, found, best.chosen.tolist(), best.gain)
    return {
        "words": words(study, scene, best, _share(best.value, bound), rows),
        "method_of_siting": study.siting.method,
        "candidates": {"kind": study.siting.candidates, "number": len(scene.sites)},
        "weight": {"gained": round(best.value, _DIGITS), "at_most": round(bound, _DIGITS)},
        "share_of_best": _share(best.value, bound),
        "proven": best.proven or best.value >= bound > 0,
        "sites": rows,
        "groups": after_rows(scene, group_rows(scene, near), best.group_gain.sum(axis=0)),
        "curve": curve_rows(scene, curve),
        "reachable_weight": round(curve.coverable, _DIGITS),
    }


def _chosen(study: Study, problem: Cover, people: Floats, effort: Effort) -> Siting:
    def tell(progress: Progress) -> None:
        share = round(progress.share_of_best, 6)
        effort.progress({"share_of_best": share, "sites_left": progress.sites_left, "step": "proof"})

    if study.siting.method == "greedy" or effort.proof_s <= 0:
        return most_people(problem, study.siting.sites, people)
    return prove(
        problem,
        study.siting.sites,
        people=people,
        time_limit_s=effort.proof_s,
        progress=tell,
        cancelled=effort.cancelled,
    )


def _share(value: float, bound: float) -> float:
    """At least this share of the best possible, rounded down."""
    return float(np.floor(1e6 * value / bound) / 1e6) if bound > 0 else 1.0

"""The fewest sites that reach everybody who can be reached. Pure."""

from typing import Any

import numpy as np

from app.coverage.siting.whole import everyone
from app.coverage.studies.asked import Study
from app.coverage.studies.covered import group_rows
from app.coverage.studies.effort import Effort
from app.coverage.studies.grouped import by_group
from app.coverage.studies.pairs import Open
from app.coverage.studies.scene import Scene
from app.coverage.studies.site_rows import after_rows, site_rows


def for_everybody(study: Study, scene: Scene, near: Any, found: Open, effort: Effort) -> dict[str, Any]:
    """All sites that are needed, those with most people first, and how many are needed at least."""
    people = scene.people[found.point]
    best = everyone(found.pairs, people.sum(axis=1), time_limit_s=effort.proof_s, cancelled=effort.cancelled)
    columns = found.pairs.tocsc()
    reached = [
        people[columns.indices[columns.indptr[at] : columns.indptr[at + 1]]].sum() for at in best.chosen
    ]
    order = best.chosen[np.lexsort((best.chosen, -np.array(reached)))] if len(best.chosen) else best.chosen
    rows = site_rows(study, scene, found, order.tolist())
    gained = people.sum(axis=0) - people[best.unreachable].sum(axis=0)
    return {
        "words": _words(rows, best.at_least, scene, people[best.unreachable].sum(axis=0), proven=best.proven),
        "method_of_siting": "whole",
        "candidates": {"kind": study.siting.candidates, "number": len(scene.sites)},
        "at_least": best.at_least,
        "share_of_best": round(best.at_least / len(rows), 6) if rows else 1.0,
        "proven": best.proven,
        "sites": rows,
        "groups": after_rows(scene, group_rows(scene, near), gained),
        "out_of_reach": by_group(scene.groups, people[best.unreachable].sum(axis=0)),
    }


def _words(rows: list[dict[str, Any]], at_least: int, scene: Scene, left: Any, *, proven: bool) -> str:
    said = "; ".join(f"{group}: {number:,}" for group, number in by_group(scene.groups, left).items())
    sure = "and no fewer would do" if proven else f"and at least {at_least:,} are needed"
    return f"{len(rows):,} sites reach everybody whom any candidate reaches, {sure}. Out of reach of all: {said}."

"""Where high or low values lie together: Moran of the whole and of each area. Same seed, same answer."""

from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from app.coverage.asked import contradiction
from app.coverage.geodesy import Floats
from app.coverage.hotspots.local import NO_QUADRANT, QUADRANTS, LocalMoran, local_moran
from app.coverage.hotspots.moran import Moran, moran
from app.coverage.hotspots.neighbours import nearest_neighbours
from app.coverage.measured import Measured
from app.coverage.question import CoverageQuestion
from app.coverage.results import AreaGaps
from app.coverage.tally import by_area
from app.language import _

NEIGHBOURS: Final = 8
SEED: Final = 20_260_101
PERMUTATIONS: Final = 9_999
GLOBAL_PERMUTATIONS: Final = 999
RATE: Final = 0.05
HOTSPOT_COLUMNS: Final = ("quadrant", "moran_i", "p", "q", "significant")
"""Of each area: its quadrant (its own value, its neighbours' mean), local Moran, pseudo p-value, that adjusted for
false discoveries, and whether it counts.
"""


@dataclass(frozen=True, eq=False)
class HotspotAnswer:
    """`local` is in the order of `areas`, which are worst first and have HOTSPOT_COLUMNS."""

    question: CoverageQuestion
    data_version: int
    areas: AreaGaps
    whole: Moran | None
    local: LocalMoran


def hotspot_answer(found: Measured) -> HotspotAnswer:
    """Hot and cold spots of the measure. Raises BadParameterError for too few areas with people."""
    areas = by_area(found)
    people = np.where(np.isfinite(areas.value), areas.people, 0.0)
    if int((people > 0).sum()) <= NEIGHBOURS + 1:
        raise contradiction(
            "states", f"Hot spots need more than {NEIGHBOURS + 1} areas with people and a value."
        )
    near = nearest_neighbours(areas.lon, areas.lat, people, NEIGHBOURS)
    value = np.nan_to_num(areas.value)
    local = local_moran(value, near, PERMUTATIONS, SEED)
    whole = moran(value, near, GLOBAL_PERMUTATIONS, SEED)
    context = found.context
    return HotspotAnswer(
        context.question, context.data_version, replace(areas, extra=_columns(local)), whole, local
    )


def _columns(local: LocalMoran) -> dict[str, list[Any]]:
    return {
        "quadrant": [None if each == NO_QUADRANT else QUADRANTS[each] for each in local.quadrant.tolist()],
        "moran_i": _numbers(local.i),
        "p": _numbers(local.p),
        "q": _numbers(local.q),
        "significant": local.significant(RATE).tolist(),
    }


def _numbers(values: Floats) -> list[float | None]:
    return [None if value != value else round(value, 6) for value in values.tolist()]


def hotspot_record(answer: HotspotAnswer) -> dict[str, Any]:
    """The whole without its areas, ready for JSON."""
    whole, kept = answer.whole, answer.local.significant(RATE)
    counts: dict[str, int] = {
        name: int((kept & (answer.local.quadrant == at)).sum()) for at, name in enumerate(QUADRANTS)
    }
    return {
        "measure": answer.question.how.measure,
        "unit": answer.question.how.method.unit,
        "moran": None if whole is None else {
            "i": round(whole.i, 6), "expected": round(whole.expected, 6), "z": round(whole.z, 4), "p": whole.p,
            "permutations": whole.permutations,
        },
        "significant": counts,
        "neighbours": NEIGHBOURS,
        "permutations": PERMUTATIONS,
        "seed": SEED,
        "rate": RATE,
        "words": hotspot_words(answer, counts),
        "method": "Local Moran (Anselin 1995, doi 10.1111/j.1538-4632.1995.tb00338.x) of the areas' values, the 8 "
        "nearest areas with people as neighbours, conditional permutation, false discoveries held to 5 % (Benjamini "
        "and Hochberg 1995, doi 10.1111/j.2517-6161.1995.tb02031.x).",
    }  # fmt: skip


def hotspot_words(answer: HotspotAnswer, counts: dict[str, int]) -> str:
    """What the quadrants mean for this measure."""
    cost = answer.question.how.method.cost
    bad, good = ("high-high", "low-low") if cost else ("low-low", "high-high")
    odd = counts["high-low"] + counts["low-high"]
    said = {
        "areas": f"{len(answer.areas):,}",
        "bad": f"{counts[bad]:,}",
        "good": f"{counts[good]:,}",
        "odd": f"{odd:,}",
        "pattern": _pattern(answer),
    }
    return _(
        "Over %(areas)s areas %(pattern)s. %(bad)s areas with bad access lie together, %(good)s with good access do, "
        "and %(odd)s differ from what is around them; about 1 in 20 may be chance.",
        **said,
    )


def _pattern(answer: HotspotAnswer) -> str:
    whole = answer.whole
    if whole is None:
        return _("no pattern can be told: all values are one")
    said = {"i": f"{whole.i:.3f}", "p": f"{whole.p:.3g}"}
    if whole.i > whole.expected:
        return _("neighbouring areas are alike (Moran's I %(i)s, p %(p)s)", **said)
    return _("neighbouring areas are unlike (Moran's I %(i)s, p %(p)s)", **said)

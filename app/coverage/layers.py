"""The areas an answer is by, with what is known of them. Reads the database.

Facts are of one source and vintage each: the newest one that has nearly all areas. Areas of a kind without figures of
its own (ZIP areas, districts) take poverty, income and broadband from their county.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from sqlalchemy.orm import Session

from app.coverage.demand import Texts, texts
from app.coverage.demand_points import numbers
from app.coverage.geodesy import Floats
from app.coverage.statements import statement
from app.errors import BadParameterError
from app.vocabulary.codes import AREA_KINDS

_FACTS: Final[dict[str, tuple[tuple[str, ...], float]]] = {
    "poverty": (("poverty-rate-5-17", "poverty-rate-under-18", "poverty-rate"), 0.01),
    "income": (("median-household-income",), 1.0),
    "broadband": (("broadband-share",), 0.01),
    "rucc": (("rucc",), 1.0),
    "cs_schools": (("cs-school-share",), 0.01),
}
"""What a fact is taken from, the first that is there, and its factor: percents become shares."""
_NEARLY_ALL: Final = 0.95
BY_POINT: Final = ("school-district", "legislative-district", "custom")
"""Kinds whose areas are told by what lies inside their boundaries."""


@dataclass(frozen=True, eq=False)
class Layer:
    """a areas of one kind, ordered by GEOID: arrays (a,).

    Facts are NaN where they are not known: shares 0 to 1 (poverty, broadband), dollars (income), square metres
    (land_m2), codes (rucc). `origin` names source and vintage of each.
    """

    kind: str
    geoid: Texts
    name: Texts
    state: Texts
    county_geoid: Texts
    lon: Floats
    lat: Floats
    facts: Mapping[str, Floats]
    origin: Mapping[str, str]
    sources: tuple[str, ...]
    at: Mapping[str, int]

    def __len__(self) -> int:
        return len(self.geoid)

    def fact_of(self, name: str, geoids: Iterable[str | None]) -> Floats:
        """The fact of each of these areas, NaN where it is not known."""
        values, at = self.facts.get(name), self.at
        if values is None:
            return np.array([np.nan for _ in geoids], dtype=np.float64)
        padded = np.append(values, np.nan)
        return padded[np.fromiter((at.get(geoid or "", -1) for geoid in geoids), dtype=np.int64)]


def read_layer(session: Session, kind: str, states: tuple[str, ...]) -> Layer:
    """The areas of `kind` in `states` (none: all), perhaps none."""
    asked = {"kind": kind, "states": list(states) or None}
    rows = session.execute(statement("layer"), asked).all()
    at = {row.geoid: number for number, row in enumerate(rows)}
    facts, origin = _facts(session, asked, at)
    stored = numbers([row.median_household_income for row in rows])
    if "income" not in facts and not np.isnan(stored).all():
        facts["income"], origin["income"] = stored, "with the boundaries"
    land_m2 = numbers([row.land_area_m2 for row in rows])
    if not np.isnan(land_m2).all():
        facts["land_m2"] = land_m2
    return Layer(
        kind=kind,
        geoid=texts([row.geoid for row in rows]),
        name=texts([row.name for row in rows]),
        state=texts([row.state for row in rows]),
        county_geoid=texts([row.county_geoid for row in rows]),
        lon=numbers([row.lon for row in rows]),
        lat=numbers([row.lat for row in rows]),
        facts=facts,
        origin=origin,
        sources=tuple(sorted({row.source for row in rows})),
        at=at,
    )


def refuse_empty(layer: Layer) -> None:
    """Raise BadParameterError for a kind of which no area is loaded."""
    if not len(layer):
        label = AREA_KINDS.label(layer.kind)
        raise BadParameterError(
            f"{label} are not loaded here: `stemmap load boundaries FILE` and figures for them, or ask by county.",
            parameter="areas",
            accepted=("county", "zip", "state"),
        )


def _facts(
    session: Session, asked: dict[str, Any], at: Mapping[str, int]
) -> tuple[dict[str, Floats], dict[str, str]]:
    names = [name for sources, _ in _FACTS.values() for name in sources]
    rows = session.execute(statement("layer_facts"), {**asked, "facts": names}).all()
    chosen = _chosen(Counter((row.fact, row.source, row.vintage) for row in rows))
    facts: dict[str, Floats] = {}
    origin: dict[str, str] = {}
    for name, (sources, factor) in _FACTS.items():
        found = next((chosen[source] for source in sources if source in chosen), None)
        if found is not None:
            facts[name] = np.full(len(at), np.nan)
            origin[name] = f"{found[0]}: {found[1]} {found[2]}"
            for row in rows:
                if (row.fact, row.source, row.vintage) == found:
                    facts[name][at[row.geoid]] = row.value * factor
    return facts, origin


def _chosen(counts: Mapping[tuple[str, str, str], int]) -> dict[str, tuple[str, str, str]]:
    """Of each fact the newest set that has nearly as many areas as the fullest."""
    chosen = {}
    for fact in {fact for fact, _, _ in counts}:
        sets = {key: number for key, number in counts.items() if key[0] == fact}
        full = [key for key, number in sets.items() if number >= _NEARLY_ALL * max(sets.values())]
        chosen[fact] = max(full, key=lambda key: (key[2], key[1]))
    return chosen


def areas_of_points(session: Session, kind: str, ids: list[int]) -> dict[int, str]:
    """The GEOID of the area of `kind` (of BY_POINT) that each area's point lies in; those in none are left out."""
    rows = session.execute(statement("points_inside"), {"kind": kind, "ids": ids})
    return {row.id: row.geoid for row in rows}

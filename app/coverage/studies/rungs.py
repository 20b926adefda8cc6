"""The ladder of grade bands: of each area the first band without a program within the distance."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from app.catalog.filters import AssetFilter, parse_filter
from app.catalog.filters import to_pairs as filter_pairs
from app.coverage.geodesy import Floats
from app.coverage.siting.ladder import COMPLETE, ladder
from app.coverage.studies.asked import Study, parse_study
from app.coverage.studies.covered import distance_to
from app.coverage.studies.grouped import Areas, areas_of, by_group
from app.coverage.studies.reading import read_scene
from app.coverage.studies.scene import Scene
from app.coverage.studies.stock import Stock, within
from app.coverage.supply import read_supply
from app.errors import BadParameterError, UnknownParameterError
from app.settings import Settings
from app.vocabulary.people import BAND_LABELS, BANDS

DEFAULT_BANDS: Final = ("elementary", "middle", "high", "college")
COLLEGES: Final = ("community-college", "tribal-college", "university")
"""Institutions that are the college step themselves, whether or not their programs are listed one by one."""
_COLLEGE: Final = "college"
_TAKEN: Final = ("band", "grade")
_MOSTLY: Final = 0.5
_METHOD: Final = (
    "A band is there for a person who lives within the distance of a matching program of it; for an area "
    "when it is there for at least half of its people. For college, a college or university (community, tribal, "
    "four-year) counts as well, unless types are asked for. Broken: a band above the first missing one is there."
)


@dataclass(frozen=True)
class LadderAsked:
    """Which bands, youngest first, of which question."""

    study: Study
    bands: tuple[str, ...]


def parse_ladder(pairs: Iterable[tuple[str, str]], settings: Settings) -> LadderAsked:
    """The question of query `pairs`: those of a coverage question, and `bands`. Raises as `parse_study` does."""
    given: dict[str, list[str]] = {}
    for name, text in pairs:
        if text.strip():
            given.setdefault(name, []).append(text)
    for name in _TAKEN:
        if name in given:
            raise UnknownParameterError(
                f"`{name}` is what the ladder asks itself: choose its rungs with `bands`.",
                parameter=name,
                accepted=("bands",),
            )
    bands = _bands(given.pop("bands", []))
    single = {name: given.pop(name)[0] for name in ("areas",) if name in given}
    return LadderAsked(parse_study("coverage", {**given, **single}, settings), bands)


def _bands(texts: list[str]) -> tuple[str, ...]:
    asked = [each.strip().lower() for text in texts for each in text.split(",") if each.strip()]
    for each in asked:
        if each not in BANDS:
            raise BadParameterError(
                f"`{each[:80]}` is not known for `bands`.", parameter="bands", accepted=tuple(BANDS)
            )
    return tuple(each for each in BANDS if each in (asked or DEFAULT_BANDS))


def ladder_answer(asked: LadderAsked, session: Session, settings: Settings, today: date) -> dict[str, Any]:
    """Of each area the first missing rung; people by their first missing rung. Group: the first one asked about.

    A rung is there for a person with a matching program of the band within the distance, and for an area when it is
    there for at least half of its people.
    """
    scene = read_scene(session, asked.study, settings, today).counted()
    rungs = np.column_stack(
        [_reached(each, asked.study, scene, session, settings, today) for each in asked.bands]
    )
    people = scene.people[:, 0]
    of_people = ladder(rungs, people)
    return {
        "question": {**asked.study.described(), "bands": list(asked.bands)},
        "as_of": scene.about["as_of"],
        "data_version": scene.about["data_version"],
        "bands": [{"band": each, "label": BAND_LABELS.label(each)} for each in asked.bands],
        "people_by_first_missing": by_group((*asked.bands, "none"), of_people.people),
        "people_with_a_broken_ladder": by_group(("people",), np.array([people[of_people.broken].sum()]))[
            "people"
        ],
        "areas": _areas(areas_of(scene, asked.study.areas), asked.bands, rungs, people),
        "sources": scene.about["sources"],
        "method": _METHOD,
    }


def _areas(
    areas: Areas, bands: tuple[str, ...], rungs: NDArray[np.bool_], people: Floats
) -> list[dict[str, Any]]:
    """Each area where somebody lives, by the `rungs` (n, bands) that its `people` (n,) have."""
    where, total = areas.total(rungs * people[:, None]), areas.total(people[:, None])
    share = np.divide(where, total, out=np.zeros_like(where), where=total > 0)
    found = ladder(share >= _MOSTLY, total[:, 0])
    some = np.flatnonzero(total[:, 0] > 0).tolist()
    return [_area(areas, bands, at, found.first_missing, found.broken, share, total) for at in some]


def _reached(band: str, study: Study, scene: Scene, session: Session, settings: Settings, today: date) -> Any:
    """Which points (n,) have a program of the band, or a college for the college step, within the distance."""
    found = np.zeros(len(scene.people), dtype=np.bool_)
    for chosen in supplies_of(band, study.supply, settings):
        stock = Stock.from_supply(read_supply(session, chosen, today=today))
        found |= within(distance_to(replace(scene, stock=stock), stock, study), study.bound)
    return found


def supplies_of(band: str, supply: AssetFilter, settings: Settings) -> tuple[AssetFilter, ...]:
    """What is a step for `band`, any of these: assets of `supply` for the band; for college COLLEGES as well, of any
    kind asked for, unless types are named.
    """
    pairs = filter_pairs(supply)
    chosen = (parse_filter([*pairs, ("band", band)], settings=settings),)
    if band != _COLLEGE or supply.subtype:
        return chosen
    rest = [pair for pair in pairs if pair[0] != "kind"]
    colleges = [("kind", "institution"), *(("subtype", each) for each in COLLEGES)]
    return (*chosen, parse_filter([*rest, *colleges], settings=settings))


def _area(
    areas: Areas, bands: tuple[str, ...], at: int, first: Any, broken: Any, share: Any, total: Any
) -> dict[str, Any]:
    missing = int(first[at])
    shares = {band: round(float(share[at, rung]), 4) for rung, band in enumerate(bands)}
    return areas.record(at) | {
        "people": by_group(("people",), total[at])["people"],
        "first_missing": None if missing == COMPLETE else bands[missing],
        "broken": bool(broken[at]),
        "share_with": shares,
    }

"""The profile of a state or county: one function behind its page and its JSON, kept until data or day change."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from weakref import WeakKeyDictionary

import orjson
from sqlalchemy.orm import Session

from app.catalog.counts import counts_by_state
from app.catalog.facet_sets import read_columns
from app.catalog.filters import AssetFilter, changed
from app.catalog.profile.history import last_uploads
from app.catalog.profile.matrix import AGES, Matrix, matrix_of, young_of
from app.catalog.profile.matrix_rows import matrix_record
from app.catalog.profile.places import County, points_of
from app.catalog.profile.quality import quality_of
from app.catalog.search import search_rows
from app.coverage.answers import data_version
from app.coverage.kept import Kept
from app.coverage.near_misses import only_entry
from app.coverage.profile import gap_records as records
from app.coverage.profile.reading import StateGaps, county_groups, read_state_gaps
from app.db.engine import Database
from app.geography.outlines import largest_places, outlines_around, outlines_geojson
from app.settings import MILE_M, Settings
from app.vocabulary.assets import KINDS
from app.vocabulary.codes import STATES

REACH_M: Final = 25 * MILE_M
NEAREST: Final = 8
POINTS_MAX: Final = 3_000
"""Points on a map of a page: more of them would only cover each other."""
TOWNS_OF_STATE: Final = 8
TOWNS_OF_COUNTY: Final = 6


@dataclass(frozen=True, eq=False)
class Profile:
    """What a page shows: `document` is its JSON; the matrix and the points are what else it draws."""

    state: str
    county: County | None
    document: dict[str, Any]
    matrix: Matrix
    young: Mapping[str, float | None]
    gaps: StateGaps | None
    points: list[tuple[float, float, str]]
    outlines: list[dict[str, Any]]
    towns: list[tuple[str, float, float]]

    @property
    def name(self) -> str:
        """`New Mexico`, `San Juan County`"""
        return self.county.name if self.county else STATES.label(self.state)


_kept: WeakKeyDictionary[Database, Kept] = WeakKeyDictionary()


def profile_of(database: Database, state: str, county: County | None, today: date) -> Profile:
    """The profile of `state`, or of `county` in it, on the data of now. Raises BusyError."""
    kept = _kept.setdefault(database, Kept(database.settings.profiles_kept))
    key = (data_version(database), today, state, county)
    return kept.of(key, lambda: _profile(database, state, county, today))


def _profile(database: Database, state: str, county: County | None, today: date) -> Profile:
    """A county's gaps are those of its state's profile, which is kept as well."""
    geoid = county.geoid if county else None
    with database.read() as session:
        listed = any(each.state == state for each in counts_by_state(session, today=today))
    gaps = _state_gaps(database, state, county, today) if listed else None
    chosen = changed(AssetFilter(), {"county": (county.geoid,)} if county else {"state": (state,)})
    without = _gaps(database, gaps, geoid, today)
    with database.read() as session:
        matrix = matrix_of(read_columns(session, chosen, today, None))
        young = _young(gaps, geoid)
        document = {
            **_head(database, state, county, today),
            "inventory": {"assets": matrix.of(), "by_kind": {kind: matrix.kind(kind) for kind in KINDS}},
            "gaps": without,
            "no_gaps_because": None if without else "no-people" if listed else "nothing-listed",
            "matrix": matrix_record(matrix, young),
            "quality": quality_of(session, chosen, today).document(),
            "uploads": last_uploads(session, state),
            "steward": steward_of(database.settings, state),
        }
        if county is not None:
            document["nearest"] = _nearest(session, county, today, database.settings)
        points = points_of(session, changed(AssetFilter(), {"state": (state,)}), today, POINTS_MAX)
        outlines = _outlines(session, state, geoid)
        towns = largest_places(session, state, geoid, TOWNS_OF_COUNTY if geoid else TOWNS_OF_STATE)
    return Profile(state, county, document, matrix, young, gaps, points, outlines, towns)


def _outlines(session: Session, state: str, geoid: str | None) -> list[dict[str, Any]]:
    if geoid is not None:
        return outlines_around(session, geoid)
    found: list[dict[str, Any]] = orjson.loads(outlines_geojson(session, "county", (state,)))["features"]
    return found


def _state_gaps(database: Database, state: str, county: County | None, today: date) -> StateGaps | None:
    if county is None:
        return read_state_gaps(database, state, today)
    return profile_of(database, state, None, today).gaps


def _head(database: Database, state: str, county: County | None, today: date) -> dict[str, Any]:
    place: dict[str, Any] = {"state": state, "state_name": STATES.label(state)}
    if county is not None:
        place |= {"geoid": county.geoid, "name": county.name, "lon": county.lon, "lat": county.lat}
    return {**place, "as_of": today.isoformat(), "data_version": data_version(database)}


def _young(gaps: StateGaps | None, geoid: str | None) -> dict[str, float | None]:
    if gaps is None or gaps.youth is None or gaps.youth_group is None:
        return dict.fromkeys(AGES)
    people, _ = gaps.youth.of(geoid)
    return {band: young_of(band, gaps.youth_group, people) if people else None for band in AGES}


def _gaps(
    database: Database, gaps: StateGaps | None, geoid: str | None, today: date
) -> dict[str, Any] | None:
    """None where no people are counted, or nothing is listed: the lack of a list is no gap."""
    if gaps is None:
        return None
    groups = gaps.groups if geoid is None else county_groups(database, gaps, geoid, today)
    counties = records.county_records(gaps)
    here = next((each for each in counties if each["geoid"] == geoid), None)
    if geoid is not None and (here is None or not here["people"]):
        return None
    found: dict[str, Any] = {
        "distance_m": REACH_M,
        "reach": records.reach_records(gaps, geoid),
        "youth_group": gaps.youth_group,
        "agreement": records.agreement_record(gaps, geoid),
        "pathway": records.pathway_record(gaps, geoid),
        "groups": records.with_ratios(records.group_records(groups, within_county=geoid is not None)),
        "sources": records.figures_record(gaps),
    }
    if geoid is not None:
        found["rests_on"] = only_entry(gaps.whole.found, geoid)
    return found | ({"county": here} if geoid else {"counties": counties})


def _nearest(session: Session, county: County, today: date, settings: Settings) -> list[dict[str, Any]]:
    """Programs nearest to where the people of the county live on average, however the state line runs."""
    asked = changed(AssetFilter(), {"kind": ("program",)})
    asked = changed(asked, {"near": f"{county.lat:.5f},{county.lon:.5f}", "within_m": settings.radius_max_m})
    rows = search_rows(session, asked, today=today, limit=NEAREST, sort="distance").rows
    return [
        {"id": str(row.id), "name": row.name, "subtype": row.subtype, "city": row.city, "state": row.state,
         "county_name": row.county_name, "distance_m": row.distance_m,
         "exact": row.location_precision in ("exact", "street")}
        for row in rows
    ]  # fmt: skip


def steward_of(settings: Settings, state: str) -> str | None:
    """Who looks after the inventory of `state`, as the settings say."""
    for each in settings.stewards:
        code, _, words = each.partition(":")
        if code.strip().upper() == state and words.strip():
            return words.strip()
    return None

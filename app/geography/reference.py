"""Load the shipped reference geography: states, counties, ZIP areas, places and the people in them, by COPY.

The files are made by `seed/build_geography.py` and described in `seed/README.md`. A source whose file has not
changed since the last time is not loaded again.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.geography.copying import copy_rows, script, sql
from app.models import DataSource

_AREA_COLUMNS: Final = (
    "kind", "geoid", "name", "alternate_names", "state", "county_geoid", "lon", "lat", "boundary", "land_area_m2",
    "median_household_income", "source", "vintage",
)  # fmt: skip
_FIGURE_COLUMNS: Final = ("kind", "geoid", "group", "people", "method", "source", "vintage")
_SHARE_COLUMNS: Final = ("county_geoid", "group", "share", "source", "vintage")

BOUNDARIES: Final = "census-cartographic-boundaries"
ZIP_FIGURES: Final = "zip-areas-2010"
SHARES: Final = "chsi-county-shares"
PLACES: Final = "geonames"
FILES: Final = {
    BOUNDARIES: ("states.parquet", "counties.parquet"),
    ZIP_FIGURES: ("zip_areas.parquet",),
    SHARES: ("county_shares.parquet", "zip_areas.parquet"),
    PLACES: ("places.parquet",),
}
"""Which files a source's rows come from: when one changes, the source is loaded again."""

SHARE_GROUPS: Final = {
    "age_under_19": "age-under-19",
    "hispanic": "hispanic",
    "black": "black",
    "native_american": "native-american",
    "asian": "asian",
    "white": "white",
    "poverty": "poverty",
}
Rows = Iterator[Sequence[Any]]


@dataclass(frozen=True)
class _Folder:
    """The folder of the files and what is said about their sources."""

    path: Path
    sources: dict[str, dict[str, Any]]

    def rows(self, name: str) -> list[dict[str, Any]]:
        import pyarrow.parquet as pq  # slow to import, and mostly there is nothing to load

        rows: list[dict[str, Any]] = pq.read_table(self.path / name).to_pylist()
        return rows

    def vintage(self, source: str) -> str:
        return str(self.sources[source]["vintage"])

    def digest(self, source: str) -> str:
        """SHA-256 over the source's description and files."""
        seen = hashlib.sha256(json.dumps(self.sources[source], sort_keys=True).encode())
        for name in FILES[source]:
            seen.update((self.path / name).read_bytes())
        return seen.hexdigest()


def load_reference(session: Session, folder: Path, say: Callable[[str], None]) -> bool:
    """Bring areas and figures to what `folder` holds; returns whether anything had to be loaded.

    One transaction (the caller's): another reader sees all of it or nothing.
    """
    described = json.loads((folder / "sources.json").read_text())
    given = _Folder(folder, {source["slug"]: source for source in described})
    known = {source.slug: source.digest for source in session.query(DataSource)}
    if all(known.get(slug) == given.digest(slug) for slug in FILES):
        return False
    _write_sources(session, given)
    _stage(session, given, say)
    _publish(session)
    return True


def _write_sources(session: Session, given: _Folder) -> None:
    for slug, source in given.sources.items():
        values = {**source, "digest": given.digest(slug)}
        session.execute(
            insert(DataSource).values(values).on_conflict_do_update(index_elements=["slug"], set_=values)
        )


def _stage(session: Session, given: _Folder, say: Callable[[str], None]) -> None:
    session.connection().exec_driver_sql(script("incoming"))
    for what, table, columns, rows in (
        ("states and counties", "incoming_area", _AREA_COLUMNS, _boundaries(given)),
        ("ZIP areas", "incoming_area", _AREA_COLUMNS, _zips(given)),
        ("places", "incoming_area", _AREA_COLUMNS, _places(given)),
        ("figures", "incoming_figure", _FIGURE_COLUMNS, _figures(given)),
        ("county shares", "incoming_share", _SHARE_COLUMNS, _shares(given)),
    ):
        say(f"{copy_rows(session, table, columns, rows):>7,} {what}")


def _publish(session: Session) -> None:
    session.execute(sql("publish_areas"))
    for table in ("area_population", "area_share"):
        statement = f"DELETE FROM {table} WHERE source = ANY (:sources)"  # noqa: S608 (our own table names)
        session.execute(text(statement), {"sources": list(FILES)})
    session.execute(sql("publish_figures"))
    session.execute(sql("publish_shares"), {"base_source": ZIP_FIGURES})
    for table in ("area", "area_population", "area_share"):
        session.execute(text(f"ANALYZE {table}"))


def _boundaries(given: _Folder) -> Rows:
    vintage = given.vintage(BOUNDARIES)
    for kind, name in (("state", "states.parquet"), ("county", "counties.parquet")):
        for row in given.rows(name):
            county = row["geoid"] if kind == "county" else None
            place = (row["lon"], row["lat"], row["geometry"])
            yield (
                kind,
                row["geoid"],
                row["name"],
                [],
                row["state"],
                county,
                *place,
                None,
                None,
                BOUNDARIES,
                vintage,
            )


def _zips(given: _Folder) -> Rows:
    vintage = given.vintage(ZIP_FIGURES)
    for row in given.rows("zip_areas.parquet"):
        facts = (row["land_area_m2"], row["median_household_income_usd"])
        place = (row["county_geoid"], row["lon"], row["lat"], None)
        yield (
            "zip",
            row["geoid"],
            row["name"],
            row["city_names"],
            row["state"],
            *place,
            *facts,
            ZIP_FIGURES,
            vintage,
        )


def _places(given: _Folder) -> Rows:
    vintage = given.vintage(PLACES)
    for row in given.rows("places.parquet"):
        place = (row["county_geoid"], row["lon"], row["lat"], None)
        yield (
            "place",
            row["geoid"],
            row["name"],
            row["alternate_names"],
            row["state"],
            *place,
            None,
            None,
            PLACES,
            vintage,
        )


def _figures(given: _Folder) -> Rows:
    vintage = given.vintage(ZIP_FIGURES)
    for row in given.rows("zip_areas.parquet"):
        if row["demand"]:
            yield ("zip", row["geoid"], "total", row["population"], "counted", ZIP_FIGURES, vintage)
            if row["households"] is not None:
                yield ("zip", row["geoid"], "households", row["households"], "counted", ZIP_FIGURES, vintage)
    for row in given.rows("places.parquet"):
        if row["population"]:
            yield (
                "place",
                row["geoid"],
                "total",
                row["population"],
                "estimated",
                PLACES,
                given.vintage(PLACES),
            )


def _shares(given: _Folder) -> Rows:
    vintage = given.vintage(SHARES)
    for row in given.rows("county_shares.parquet"):
        for name, group in SHARE_GROUPS.items():
            if row[name] is not None:
                yield (row["geoid"], group, row[name], SHARES, vintage)

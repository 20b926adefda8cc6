"""Files made in tests, and a database that has the geography of the states they are for."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pyarrow.parquet as parquet
import pytest
from sqlalchemy import text

from app.db.engine import Database
from app.inventory.applying import apply_upload
from app.inventory.copying import copy_rows
from app.inventory.origin import Origin
from app.inventory.report import UploadReport
from app.inventory.uploads import check_upload
from app.settings import Settings
from tests.databases import opened

GEOGRAPHY = Path(__file__).parents[2] / "seed" / "geography"
STATES = ("NM", "UT", "TX", "MA")
AREA_COLUMNS = (
    "kind",
    "geoid",
    "name",
    "alternate_names",
    "state",
    "county_geoid",
    "point",
    "geom",
    "vintage",
    "source",
)


def _areas() -> Iterator[tuple[object, ...]]:
    for kind, name in (("county", "counties"), ("zip", "zip_areas"), ("place", "places")):
        for row in parquet.read_table(GEOGRAPHY / f"{name}.parquet").to_pylist():
            if row["state"] in STATES:
                others = row.get("alternate_names") or []
                geom = row["geometry"].hex() if "geometry" in row else None
                county = row["geoid"] if kind == "county" else row["county_geoid"]
                point = f"SRID=4326;POINT({row['lon']} {row['lat']})"
                yield (
                    kind,
                    row["geoid"],
                    row["name"],
                    others,
                    row["state"],
                    county,
                    point,
                    geom,
                    "test",
                    "test",
                )


def with_geography(database: Database) -> Database:
    """Load the shipped geography of the test states where the seed has not done so."""
    with database.write("test") as session:
        if not session.scalar(
            text("SELECT EXISTS (SELECT FROM area WHERE kind = 'county' AND state = 'NM')")
        ):
            session.execute(text("INSERT INTO data_source VALUES ('test', 'Test', 'Test', 'test', 'test')"))
            copy_rows(session, "area", AREA_COLUMNS, _areas())
    return database


@pytest.fixture(scope="session")
def checking_database(copy_database: Callable[[], str], settings: Settings) -> Iterator[Database]:
    """A database where files are checked but never applied; shared by the tests that do only that."""
    with opened(copy_database(), settings) as database:
        yield with_geography(database)


@pytest.fixture(scope="session")
def applying_database(copy_database: Callable[[], str], settings: Settings) -> Iterator[Database]:
    with opened(copy_database(), settings) as database:
        yield with_geography(database)


@pytest.fixture
def database(applying_database: Database) -> Database:
    """A database with geography and without assets, where uploads are applied."""
    with applying_database.write("test") as session:
        session.execute(text("DELETE FROM asset"))
        session.execute(text("DELETE FROM upload"))
        session.execute(text("DELETE FROM duplicate_decision"))
        session.execute(text("DELETE FROM area WHERE geoid LIKE 'twin%'"))
        session.execute(text("ALTER TABLE asset DROP CONSTRAINT IF EXISTS asset_unlucky_check"))
    return applying_database


def csv_bytes(header: Sequence[str], *rows: Sequence[str], encoding: str = "utf-8") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([header, *rows])
    return out.getvalue().encode(encoding)


@pytest.fixture(scope="session")
def make_csv() -> Callable[..., bytes]:
    return csv_bytes


Check = Callable[..., UploadReport]


@pytest.fixture
def check() -> Check:
    """Check bytes as a file of a state."""

    def run(database: Database, body: bytes, state: str | None = "NM", **origin: str) -> UploadReport:
        settings = database.settings.model_copy(update={"upload_issues_inline": 1000})
        origin = {"file_name": "test.csv", "actor": "test", "source_name": "test source"} | origin
        return check_upload(database, settings, io.BytesIO(body), Origin(state, **origin))

    return run


@pytest.fixture
def send(check: Check) -> Check:
    """Check and apply bytes as a file of a state."""

    def run(database: Database, body: bytes, state: str | None = "NM", **origin: str) -> UploadReport:
        report = check(database, body, state, **origin)
        return apply_upload(database, database.settings, report.id, "test")

    return run

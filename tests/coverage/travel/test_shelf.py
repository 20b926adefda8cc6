"""Travel tables as files: made from points, added, refused with the reason, listed, dropped."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from app.catalog.filters import AssetFilter
from app.coverage.answers import answer_of
from app.coverage.question import parse_question
from app.coverage.routing.router import Router
from app.coverage.travel import folder, shelf
from app.coverage.travel.making import StraightWay, parse_speed
from app.coverage.travel.reading import read_table
from app.coverage.travel.writing import about_of
from app.db.engine import Database
from app.errors import (
    AppError,
    BadParameterError,
    ConflictError,
    InvalidFileError,
    NotFoundError,
    TooManyError,
)
from app.settings import Settings, get_settings
from tests.coverage.conftest import SCENARIO, TODAY
from tests.coverage.routing.conftest import Fake, fake
from tests.coverage.travel.conftest import A, B

__all__ = ["fake"]
WANTED = shelf.Wanted(("NM",), "zip", AssetFilter(), 240.0, 120_000.0)
WAY = StraightWay(60_000.0, 1.25)
Limit = Callable[..., None]


@pytest.fixture
def database(own_database: Database, home: Settings) -> Database:
    with own_database.write("test") as session:
        session.connection().exec_driver_sql(SCENARIO)
    own_database.settings = home
    return own_database


@pytest.fixture
def limit(monkeypatch: pytest.MonkeyPatch) -> Iterator[Limit]:
    """Set a setting of this process."""

    def set_to(name: str, value: Any) -> None:
        monkeypatch.setenv(f"STEMMAP_{name.upper()}", str(value))
        get_settings.cache_clear()

    yield set_to
    monkeypatch.undo()
    get_settings.cache_clear()


def rows_of(path: Path) -> dict[tuple[str, str], float]:
    table = read_table(path)
    pairs = zip(table.origins[table.origin], table.destinations[table.destination], strict=True)
    return dict(zip(pairs, table.minutes.tolist(), strict=True))


def test_made_from_straight_lines(database: Database, tmp_path: Path) -> None:
    kept, about, same = shelf.make(database, "rough", WANTED, WAY, TODAY)
    found = rows_of(kept.path)
    assert found["87901", A] == pytest.approx(16_643 * 1.25 / 1000, rel=1e-3), "km are minutes at 60 km/h"
    assert ("81901", A) in found, "people beyond the border share the same assets"
    assert not same
    assert (about["by"], about["rows"], about["circuity"]) == ("straight lines", len(found), 1.25)
    again = shelf.make(database, "rough", WANTED, WAY, TODAY)
    assert again == (kept, about_of(kept.path), True), "nothing changed, nothing is made"
    assert not shelf.make(database, "rough", WANTED, replace(WAY, circuity=1.3), TODAY)[2]
    shelf.write_out(folder.find(database.settings.home, "rough") or kept, tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text().startswith("origin,destination,minutes\n")
    with pytest.raises(InvalidFileError, match=r"as .csv or .parquet, not as out.xlsx"):
        shelf.write_out(kept, tmp_path / "out.xlsx")


def test_made_by_a_routing_service_and_asked_for(database: Database, fake: Fake) -> None:
    told: list[tuple[int, int]] = []
    kept, about, _ = shelf.make(database, "drive", WANTED, fake.router, TODAY, lambda *at: told.append(at))
    assert rows_of(kept.path)["87901", A] == 15.0, "0.15 degrees"
    assert (about["by"], about["profile"], told[-1]) == ("osrm", "driving", (len(told), len(told)))
    asked = len(fake.requests)
    assert shelf.make(database, "drive", WANTED, fake.router, TODAY)[2]
    assert len(fake.requests) == asked, "the same points and profile are not asked about again"
    assert not shelf.make(database, "drive", WANTED, fake.router, TODAY, again=True)[2]
    assert len(fake.requests) == 2 * asked
    pairs = [("states", "NM"), ("areas", "zip"), ("travel", "drive"), ("minutes", "15")]
    found = answer_of(database, parse_question(pairs, database.settings), TODAY)
    assert found.summary.people_beyond == 3000
    assert "http" not in str(about), "the address of the service is nobody's business"


def test_points_without_a_road_are_named(database: Database, fake: Fake) -> None:
    near = replace(fake.router, snap_max_m=10.0)
    kept, about, _ = shelf.make(database, "drive", WANTED, near, TODAY)
    assert "87901" in about["origins_without_road"]
    assert A in about["destinations_without_road"]
    assert rows_of(kept.path) == {}


def test_a_service_that_fails_leaves_no_table(database: Database) -> None:
    with pytest.raises(AppError, match="cannot be reached"):
        shelf.make(database, "drive", WANTED, Router("http://127.0.0.1:1", tries=1), TODAY)
    assert folder.all_tables(database.settings.home) == []


def test_too_many_pairs(database: Database) -> None:
    database.settings = database.settings.model_copy(update={"travel_pairs_max": 2})
    with pytest.raises(AppError, match=r"pairs of people's places and assets .*STEMMAP_TRAVEL_PAIRS_MAX"):
        shelf.make(database, "rough", WANTED, WAY, TODAY)


def test_added_with_what_is_not_known(database: Database, tmp_path: Path) -> None:
    source = tmp_path / "times.csv"
    source.write_text(f"from,to,min\n87901,{A},20\n00000,{A},1\n99999,{A},1\n87902,nobody,3\n87902,{B},\n")
    kept, report = shelf.add(database, "mine", source)
    assert report == {
        "rows": 4, "rows_without_minutes": 1,
        "origins_known": 2, "origins_unknown": 2, "origins_unknown_examples": ["00000", "99999"],
        "destinations_known": 2, "destinations_unknown": 1, "destinations_unknown_examples": ["nobody"],
    }  # fmt: skip
    assert kept.path.read_bytes() == source.read_bytes(), "kept as it was sent"
    assert [each.name for each in folder.all_tables(database.settings.home)] == ["mine"]
    folder.drop(database.settings.home, "mine")
    with pytest.raises(NotFoundError, match="There is no travel table `mine`"):
        folder.drop(database.settings.home, "mine")


def test_a_county_that_has_the_digits_of_a_zip_area(database: Database, tmp_path: Path) -> None:
    source = tmp_path / "times.csv"
    source.write_text(f"origin,destination,minutes\ncounty:35901,{A},20\ncounty:87901,{A},2\n")
    assert shelf.add(database, "mine", source)[1]["origins_unknown_examples"] == ["county:87901"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("a,b\n1,2\n", "no column for the origin (it has a, b): call one `origin`"),
        ("origin,b,minutes\n1,2,3\n", "no column for the destination"),
        ("origin,destination,hours\n1,2,3\n", "no column of minutes (it has origin, destination, hours)"),
        ("origin,destination,minutes\n1,2,-3\n", "row 1 says -3 minutes, which is negative"),
        ("origin,destination,minutes\n1,2,3\n1,3,inf\n", "row 2 says inf minutes, which is no number"),
        ("origin,destination,minutes\n1,2,soon\n", "cannot be read: "),
        ("origin,destination,minutes\n1,2,3\n1,2,4\n", "says twice how long it is from 1 to 2: keep one row"),
        ("", "cannot be read: "),
    ],
)
def test_what_is_no_table(tmp_path: Path, body: str, said: str) -> None:
    path = tmp_path / "times.csv"
    path.write_text(body)
    with pytest.raises(InvalidFileError) as refused:
        read_table(path)
    assert said in refused.value.detail


def test_parquet_and_its_types(tmp_path: Path) -> None:
    path = tmp_path / "times.parquet"
    columns = {"from_id": [1234, 87901], "to_id": [A.upper(), None], "travel_time_p50": [3, 4]}
    parquet.write_table(pa.table(columns), path)
    with pytest.raises(InvalidFileError, match="row 2 has no destination"):
        read_table(path)
    parquet.write_table(pa.table(columns).slice(0, 1), path)
    assert rows_of(path) == {("01234", A): 3.0}
    path.write_bytes(b"PAR1 not really")
    with pytest.raises(InvalidFileError, match=r"times.parquet cannot be read"):
        read_table(path)


def test_limits(database: Database, tmp_path: Path, limit: Limit) -> None:
    source = tmp_path / "times.csv"
    source.write_text(f"origin,destination,minutes\n87901,{A},20\n87902,{A},20\n")
    limit("travel_pairs_max", 1)
    with pytest.raises(AppError, match=r"more than 1 rows .STEMMAP_TRAVEL_PAIRS_MAX."):
        shelf.add(database, "mine", source)
    limit("travel_pairs_max", 2)
    database.settings = database.settings.model_copy(update={"travel_tables_max": 1})
    shelf.add(database, "mine", source)
    shelf.add(database, "mine", source)
    with pytest.raises(TooManyError, match="STEMMAP_TRAVEL_TABLES_MAX"):
        shelf.add(database, "other", source)
    source.write_text("origin,destination,minutes\nHere,There,20\n")
    with pytest.raises(ConflictError, match="origins are like Here, destinations like There"):
        shelf.add(database, "mine", source)


@pytest.mark.parametrize(("text", "metres"), [("60mph", 96560.64), ("70 km/h", 70000.0), ("5kmh", 5000.0)])
def test_speeds(text: str, metres: float) -> None:
    assert parse_speed(text) == pytest.approx(metres)


@pytest.mark.parametrize("text", ["60", "fast", "0mph", "1000mph", "-3km/h", "mph"])
def test_no_speeds(text: str) -> None:
    with pytest.raises(BadParameterError, match="no speed on the ground"):
        parse_speed(text)


def test_nothing_is_read_outside_of_the_folder(home: Settings) -> None:
    for name in ("../x", "a/b", "", ".hidden", "x" * 61):
        with pytest.raises(BadParameterError, match="no name of a travel table"):
            folder.known_name(name)
    assert folder.names_of(home.home) == ()


def test_a_day_changes_nothing_of_a_table(database: Database) -> None:
    shelf.make(database, "rough", WANTED, WAY, TODAY)
    assert shelf.make(database, "rough", WANTED, WAY, date(2026, 6, 2))[2]

"""Places written in a state's own way come back in its own columns as they were, and again change nothing."""

import csv
import io
from collections.abc import Callable

import pytest
from sqlalchemy import text

from app.db.engine import Database
from app.inventory.export import find_layout, rows
from app.inventory.report import UploadReport

HEADER = ("ID", "Name", "Type", "Coordinates", "County", "Service Area", "Radius (mi)", "Tour stops", "Town")
ROWS = (
    (
        "1",
        "Minutes",
        "library",
        "35°41'13\"N 105°56'17\"W",
        "Santa Fe Co.",
        "Taos & Rio Arriba counties",
        "",
        "",
        "",
    ),
    ("2", "Pair", "library", "(35.687, -105.938)", "", "State of New Mexico", "", "", ""),
    ("3", "Van", "mobile lab", "", "35055", "", "", "Taos March 4, 2026; Fair 35.68,-105.94; Shangri-La", ""),
    ("4", "Wide", "library", "35.687 -105.938", "Taos", "within 30 miles", "30", "", ""),
    ("5", "Near", "library", "35.687, -105.938", "santa fe", "", "12.5", "", ""),
    ("6", "Town", "library", "", "Nowhere", "Taos, Atlantis", "far", "", "Taos"),
    ("7", "Over", "library", "POINT (-105.938 35.687)", "", "Weld County (CO); 35001", "20 km", "", ""),
    ("8", "Online", "library", "", "", "online", "", "", "Gallup"),
)

Make = Callable[..., bytes]
Check = Callable[..., UploadReport]


def exported(database: Database) -> list[list[str]]:
    with database.read() as session:
        layout = find_layout(session, "NM", "own")
        return [layout.header, *rows(session, "NM", layout, everything=True)]


def as_csv(table: list[list[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(table)
    return out.getvalue().encode()


def test_there_and_back(database: Database, make_csv: Make, send: Check) -> None:
    assert send(database, make_csv(HEADER, *ROWS)).counts["added"] == len(ROWS)
    table = exported(database)
    assert table == [list(HEADER), *map(list, ROWS)]
    assert send(database, as_csv(table)).counts["unchanged"] == len(ROWS)


@pytest.mark.parametrize(
    ("change", "number", "column", "cell"),
    [
        ("service_area_geoids = '{35001}'", "1", "Service Area", "Bernalillo County"),
        ("reach = 'virtual', service_area_geoids = '{}'", "1", "Service Area", "virtual"),
        ("service_radius_m = 16093.44", "5", "Radius (mi)", "10"),
        ("stops = '[]'", "3", "Tour stops", ""),
        ("geom = ST_SetSRID(ST_MakePoint(-106, 35.5), 4326)", "2", "Coordinates", "35.5, -106"),
    ],
)
def test_what_is_no_longer_true_is_written_anew(
    database: Database, make_csv: Make, send: Check, change: str, number: str, column: str, cell: str
) -> None:
    send(database, make_csv(HEADER, *ROWS))
    with database.write("test") as session:
        session.execute(
            text(
                f"UPDATE asset SET {change} FROM asset_identifier i"
                " WHERE i.asset_id = asset.id AND i.value = :number AND i.scheme = 'state:NM'"
            ),
            {"number": number},
        )
    table = exported(database)
    row = next(row for row in table if row[0] == number)
    assert row[HEADER.index(column)] == cell
    again = send(database, as_csv(table)).counts
    assert again["unchanged"] + again["changed"] == len(ROWS)
    assert again["changed"] <= 1  # the new text takes the place of the old one
    assert exported(database) == table

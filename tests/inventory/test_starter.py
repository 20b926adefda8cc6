"""The starter inventory loads through the same door, once."""

from pathlib import Path

import pytest
from sqlalchemy import text

from app.db.engine import Database
from app.errors import InvalidFileError
from app.inventory.starter import SOURCE_NAME, load_starter

HEADER = "id,kind,subtype,name,parent,city,state,postal_code,cost_band,ipeds_unitid,status\n"
ROWS = (
    "NM-1,institution,university,U,,Santa Fe,NM,87501,,187985,active\n"
    "NM-2,program,camp,C,U,Santa Fe,NM,87501,free,,active\n"
)


def test_loads_once_and_keeps_ids(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "NM.csv"
    path.write_text(HEADER + ROWS)
    said: list[str] = []
    reports = load_starter(database, database.settings, [path], said.append)
    assert [report.counts["added"] for report in reports] == [2]
    assert load_starter(database, database.settings, [path], said.append) == []
    assert said == [
        "Starter inventory NM: 2 added, 0 changed, 0 unchanged",
        "Starter inventory NM: loaded before",
    ]
    with database.read() as session:
        rows = session.execute(
            text("SELECT name, id::text, source_name, verified_at, parent_id FROM asset ORDER BY name")
        ).all()
    assert [row.name for row in rows] == ["C", "U"]
    assert all(row.source_name == SOURCE_NAME and row.verified_at is None for row in rows)
    assert str(rows[0].parent_id) == rows[1].id == "535940af-6247-5a49-9fa0-81eba3dc4f93"


def test_a_bad_row_of_our_own_stops_it(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "NM.csv"
    path.write_text(HEADER + ROWS + "NM-3,institution,castle,X,,Santa Fe,NM,87501,,,active\n")
    with pytest.raises(InvalidFileError, match=r"NM\.csv, row 4: “castle” is not a known type"):
        load_starter(database, database.settings, [path], lambda _: None)
    with database.read() as session:
        assert session.scalar(text("SELECT count(*) FROM asset")) == 0

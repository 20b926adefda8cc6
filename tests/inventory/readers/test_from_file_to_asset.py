"""A file of each kind becomes the same assets."""

import io

import pytest
from sqlalchemy import text

from app.db.engine import Database
from app.inventory.applying import apply_upload
from app.inventory.uploads import Origin, check_upload
from tests.inventory.readers import making as m

UTM = ((413000.0, 3949000.0), (402000.0, 3984000.0))
FILES = {
    "inventory.xlsx": m.xlsx_bytes(),
    "inventory.geojson": m.collection(),
    "inventory.gpkg": m.gpkg_bytes(),
    "inventory.zip": m.zip_bytes(m.shp_members(UTM, prj=m.UTM13_WKT)),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_any_kind_becomes_assets(database: Database, name: str) -> None:
    report = check_upload(
        database, database.settings, io.BytesIO(FILES[name]), Origin("NM", name, "test", "test source")
    )
    applied = apply_upload(database, database.settings, report.id, "test")
    assert (applied.status, applied.counts["added"]) == ("applied", 2)
    assert "name-differs" not in applied.counts["issues"]
    with database.read() as session:
        found = session.execute(text("SELECT name, city, ST_X(geom) FROM asset ORDER BY name")).all()
    assert [(row[0], row[1]) for row in found] == [("Main Library", "Santa Fe"), ("Rocket Club", "Española")]
    assert all(-106.2 < row[2] < -105.8 for row in found)

"""Boundaries and centers: kinds told from columns, newer editions, own polygons, what is refused."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas
import pytest
import shapely
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.errors import BadParameterError, InvalidFileError
from app.geography.official.boundaries import OwnColumns
from app.geography.official.report import FileReport

Load = Callable[..., list[FileReport]]
BOX = shapely.box(-106.5, 35.0, -106.0, 35.5)


def layer(path: Path, rows: list[dict[str, Any]], shapes: list[BaseGeometry], crs: str = "EPSG:4269") -> Path:
    """A zipped shapefile as the Census Bureau packs it."""
    folder = path.with_suffix("")
    folder.mkdir()
    frame = geopandas.GeoDataFrame(rows, geometry=shapes, crs=crs)
    frame.to_file(folder / f"{path.stem}.shp")
    with zipfile.ZipFile(path, "w") as archive:
        for part in sorted(folder.iterdir()):
            archive.write(part, part.name)
    return path


def area(session: Session, kind: str, geoid: str) -> Any:
    return session.execute(
        text(
            "SELECT name, state, county_geoid, vintage, source, land_area_m2, ST_X(point) AS lon, ST_Y(point) AS lat,"
            " ST_AsText(ST_Envelope(geom)) AS box FROM area WHERE kind = :kind AND geoid = :geoid"
        ),
        {"kind": kind, "geoid": geoid},
    ).one_or_none()


NM: dict[str, Any] = {"STATEFP": "35", "ALAND": 5, "AWATER": 0}
LAYERS = {
    "cb_2022_35_tract_500k": (
        {"COUNTYFP": "049", "TRACTCE": "000102", "GEOID": "35049000102", "NAMELSAD": "Census Tract 1.02"},
        ("tract", "35049000102", "Census Tract 1.02", "NM", "35049"),
    ),
    "tl_2020_35_bg": (
        {"COUNTYFP20": "049", "TRACTCE20": "000102", "BLKGRPCE20": "3", "GEOID20": "350490001023", "STATEFP20": "35"},
        ("block-group", "350490001023", "Block Group 3, Census Tract 1.02", "NM", "35049"),
    ),
    "cb_2022_35_unsd_500k": (
        {"UNSDLEA": "00060", "GEOID": "3500060", "NAME": "Albuquerque Public Schools"},
        ("school-district", "3500060", "Albuquerque Public Schools", "NM", None),
    ),
    "cb_2022_35_sldu_500k": (
        {"SLDUST": "001", "GEOID": "35001", "NAMELSAD": "State Senate District 1"},
        ("legislative-district", "35U001", "State Senate District 1", "NM", None),
    ),
    "cb_2022_35_sldl_500k": (
        {"SLDLST": "001", "GEOID": "35001", "NAMELSAD": "State House District 1"},
        ("legislative-district", "35L001", "State House District 1", "NM", None),
    ),
    "cb_2022_us_county_500k": (
        {"COUNTYFP": "998", "GEOID": "35998", "NAME": "New", "LSAD": "06"},
        ("county", "35998", "New County", "NM", "35998"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LAYERS)
def test_the_kind_of_areas_is_told_from_the_columns(
    name: str, tmp_path: Path, session: Session, load: Load
) -> None:
    row, expected = LAYERS[name]
    (report,) = load("boundaries", layer(tmp_path / f"{name}.zip", [{**NM, **row}], [BOX]))
    assert (report.rows, report.changed) == (1, 1)
    found = area(session, *expected[:2])
    assert (*expected[:2], found.name, found.state, found.county_geoid) == expected
    assert (found.vintage, found.land_area_m2) == (name.split("_")[1], 5)
    assert found.box == "POLYGON((-106.5 35,-106.5 35.5,-106 35.5,-106 35,-106.5 35))"


def test_a_newer_edition_replaces_the_outline_and_keeps_name_and_point(
    tmp_path: Path, session: Session, load: Load
) -> None:
    before = area(session, "county", "35049")
    around = shapely.Point(before.lon, before.lat).buffer(0.1)
    row = {**NM, "COUNTYFP": "049", "GEOID": "35049", "NAME": "Otherwise", "LSAD": "06"}
    path = layer(tmp_path / "cb_2022_us_county_500k.zip", [row], [around])
    assert load("boundaries", path)[0].changed == 1
    after = area(session, "county", "35049")
    assert (after.name, after.lon, after.lat, after.vintage) == (before.name, before.lon, before.lat, "2022")
    assert after.box != before.box
    assert load("boundaries", path)[0].changed == 0
    (older,) = load("boundaries", layer(tmp_path / "cb_2019_us_county_500k.zip", [row], [BOX]))
    assert older.changed == 0
    assert "1 areas are loaded from another edition (newer, or drawn otherwise) and stay." in older.notes
    assert area(session, "county", "35049").vintage == "2022"


def test_a_point_outside_the_new_outline_moves_inside(tmp_path: Path, session: Session, load: Load) -> None:
    row = {**NM, "COUNTYFP": "049", "GEOID": "35049", "NAME": "X", "LSAD": "06"}
    load(
        "boundaries", layer(tmp_path / "cb_2022_us_county_500k.zip", [row], [shapely.box(-100, 40, -99, 41)])
    )
    found = area(session, "county", "35049")
    assert (-100 < found.lon < -99, 40 < found.lat < 41) == (True, True)


def test_outlines_that_cross_themselves_are_mended(tmp_path: Path, session: Session, load: Load) -> None:
    bow = shapely.Polygon([(-106, 35), (-105, 36), (-105, 35), (-106, 36)])
    row = {**NM, "COUNTYFP": "997", "GEOID": "35997", "NAME": "Bow", "LSAD": "06"}
    load("boundaries", layer(tmp_path / "cb_2022_us_county_500k.zip", [row], [bow]))
    assert area(session, "county", "35997") is not None


def test_rows_that_are_none_of_ours_are_counted(tmp_path: Path, load: Load) -> None:
    rows = [
        {**NM, "SLDLST": "ZZZ", "GEOID": "35ZZZ", "NAMELSAD": "Water"},
        {**NM, "SLDLST": "001", "GEOID": "35001", "NAMELSAD": "One"},
        {**NM, "SLDLST": "001", "GEOID": "35001", "NAMELSAD": "One again"},
        {**NM, "STATEFP": "99", "SLDLST": "001", "GEOID": "99001", "NAMELSAD": "Nowhere"},
    ]
    (report,) = load("boundaries", layer(tmp_path / "cb_2022_35_sldl_500k.zip", rows, [BOX] * 4))
    assert report.left_out == {
        "water or no district": 1, "code that an earlier row has": 1, "no state of ours (99)": 1,
    }  # fmt: skip
    assert report.changed == 1


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg"])
def test_own_polygons_in_any_reference_system(
    suffix: str, tmp_path: Path, session: Session, load: Load
) -> None:
    to_utm = Transformer.from_crs("EPSG:4326", "EPSG:32613", always_xy=True)
    crs = "EPSG:4326" if suffix == ".geojson" else "EPSG:32613"
    shapes = [BOX, shapely.Point(-106, 35), BOX]
    if crs != "EPSG:4326":
        shapes = [shapely.transform(each, to_utm.transform, interleaved=False) for each in shapes]
    rows = [
        {"code": "A1", "title": "North"},
        {"code": "B", "title": "Point"},
        {"code": None, "title": "None"},
    ]
    path = tmp_path / f"regions_2024{suffix}"
    geopandas.GeoDataFrame(rows, geometry=shapes, crs=crs).to_file(path, engine="pyogrio")
    (report,) = load("boundaries", path, own=OwnColumns("code", "title"))
    assert report.left_out == {"no polygon": 1, "no code in code": 1}
    found = area(session, "custom", "A1")
    assert (found.name, found.state, found.source, found.vintage) == ("North", None, "custom-areas", "2024")
    assert (round(found.lon, 2), round(found.lat, 2)) == (-106.25, 35.25)


def test_own_polygons_need_columns_that_are_there(tmp_path: Path, load: Load) -> None:
    path = tmp_path / "regions_2024.geojson"
    geopandas.GeoDataFrame([{"code": "A"}], geometry=[BOX], crs="EPSG:4326").to_file(path)
    with pytest.raises(BadParameterError, match="no column 'title'"):
        load("boundaries", path, own=OwnColumns("code", "title"))
    with pytest.raises(InvalidFileError, match="--id COLUMN --name COLUMN"):
        load("boundaries", path)
    with pytest.raises(BadParameterError, match="for boundaries of your own"):
        load("acs", path, own=OwnColumns("code", "title"))


def test_what_is_no_layer_is_refused(tmp_path: Path, load: Load) -> None:
    path = tmp_path / "cb_2022.zip"
    path.write_bytes(b"PK\x03\x04 no archive")
    with pytest.raises(InvalidFileError, match="no boundaries that can be read"):
        load("boundaries", path)
    with pytest.raises(InvalidFileError, match="There is no file"):
        load("boundaries", tmp_path / "cb_2022_x.zip")
    plain = layer(
        tmp_path / "county.zip",
        [{**NM, "COUNTYFP": "049", "GEOID": "35049", "NAME": "X", "LSAD": "06"}],
        [BOX],
    )
    with pytest.raises(InvalidFileError, match=r"vintage of county\.zip"):
        load("boundaries", plain)


# Centers of population

CENTERS = "\ufeffSTATEFP,COUNTYFP,TRACTCE,POPULATION,LATITUDE,LONGITUDE\r\n"


def test_centers_make_tracts_with_people(tmp_path: Path, session: Session, load: Load, figures: Any) -> None:
    path = tmp_path / "CenPop2020_Mean_TR.txt"
    path.write_text(
        CENTERS
        + "35,049,000102,1775,+35.476823,-106.086599\r\n35,049,000200,0,+35.5,-106.1\r\n99,1,1,1,+1,-1\r\n"
        "35,049,000300,,+35.5,-106.1\r\n"
    )
    (report,) = load("centers", path)
    assert (report.rows, report.matched) == (4, 2)
    assert report.left_out == {"no state of ours (99)": 1, "no point or no number of people": 1}
    found = area(session, "tract", "35049000102")
    assert (found.name, found.state, found.county_geoid) == ("Census Tract 1.02", "NM", "35049")
    assert (found.lon, found.lat, found.box) == (-106.086599, 35.476823, None)
    assert figures("35049000102", "census-centers-2020", "2020") == {"total": (1775, None)}
    assert load("centers", path)[0].changed == 0


def test_centers_move_the_points_of_counties_and_leave_their_outline(
    tmp_path: Path, session: Session, load: Load
) -> None:
    before = area(session, "county", "35049")
    path = tmp_path / "CenPop2020_Mean_CO.txt"
    path.write_text(
        "STATEFP,COUNTYFP,COUNAME,STNAME,POPULATION,LATITUDE,LONGITUDE\n"
        "35,049,Santa Fe,New Mexico,154823,+35.6,-106.0\n"
    )
    load("centers", path)
    after = area(session, "county", "35049")
    assert (after.lon, after.lat) == (-106.0, 35.6)
    assert (after.box, after.name, after.vintage) == (before.box, before.name, before.vintage)


def test_block_groups_of_an_older_census_do_not_move_newer_ones(
    tmp_path: Path, session: Session, load: Load
) -> None:
    row = "35,049,000102,1,12,+35.4,-106.0\n"
    for year in (2020, 2010):
        path = tmp_path / f"CenPop{year}_Mean_BG.txt"
        path.write_text(
            "STATEFP,COUNTYFP,TRACTCE,BLKGRPCE,POPULATION,LATITUDE,LONGITUDE\n"
            + (row if year == 2020 else row.replace("35.4", "35.9"))
        )
    load("centers", tmp_path / "CenPop2020_Mean_BG.txt")
    (old,) = load("centers", tmp_path / "CenPop2010_Mean_BG.txt")
    assert area(session, "block-group", "350490001021").lat == 35.4
    assert (old.matched, old.changed, old.unmatched[0].rows) == (0, 0, 1)


def test_another_table_is_no_list_of_centers(tmp_path: Path, load: Load) -> None:
    path = tmp_path / "CenPop2020.txt"
    path.write_text(json.dumps([1]))
    with pytest.raises(InvalidFileError, match="is not a list of centers of population"):
        load("centers", path)

"""Areas as records, CSV and GeoJSON: same numbers, right types, nothing a spreadsheet would run."""

import csv
import io
import json
from collections.abc import Callable

import orjson
import pytest
from sqlalchemy.orm import Session

from app.coverage.document import answer_document
from app.coverage.geojson import areas_geojson
from app.coverage.results import CoverageAnswer
from app.coverage.tables import AREA_COLUMNS, area_records, areas_csv

Ask = Callable[..., CoverageAnswer]


def rows_of(body: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body.decode("utf-8"), newline="")))


def test_csv_has_the_numbers_of_the_areas(ask: Ask) -> None:
    found = ask("states=CO,NM", "areas=zip")
    rows = rows_of(areas_csv(found.areas))
    assert tuple(rows[0]) == AREA_COLUMNS
    assert [row["geoid"] for row in rows] == [area.geoid for area in found.areas]
    first = rows[0]
    assert (first["rank"], first["people"], first["people_beyond"], first["share_beyond"]) == (
        "1",
        "3000",
        "3000",
        "1.0",
    )
    assert (first["lon"], first["lat"]) == ("-106.0", "36.0"), "a negative number is no formula"
    assert float(first["nearest_m"]) == pytest.approx(found.areas[0].nearest_m or 0, abs=0.05)
    last = rows[-1]
    assert (last["rank"], last["share_beyond"], last["county_geoid"]) == ("", "", "")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_csv_text_is_never_a_formula(ask: Ask, add_asset: Callable[..., None], start: str) -> None:
    add_asset(f'{start}HYPERLINK("x";"y")', -106, 36.0)
    rows = rows_of(areas_csv(ask("states=NM", "areas=zip").areas))
    names = [row["nearest_asset_name"] for row in rows]
    assert f'\'{start}HYPERLINK("x";"y")' in names
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row.values())


def test_records_and_areas_say_the_same(ask: Ask) -> None:
    for question in (("states=US",), ("states=US", "areas=zip"), ("states=US", "discipline=aerospace")):
        found = ask(*question)
        for record, area in zip(area_records(found.areas), found.areas, strict=True):
            for name in ("rank", "geoid", "name", "state", "county_geoid", "county_name", "nearest_asset_id"):
                assert record[name] == getattr(area, name)
            for name in ("people", "people_beyond", "share_beyond", "nearest_m", "farthest_m"):
                expected = getattr(area, name)
                assert record[name] == (None if expected is None else pytest.approx(expected, abs=0.06))
        assert area_records(found.areas, 1) == area_records(found.areas)[:1]


def test_county_boundaries_with_all_numbers(ask: Ask, world: Session) -> None:
    found = ask("states=CO,NM")
    collection = json.loads(areas_geojson(found.areas, found.question, world))
    by_id = {feature["id"]: feature for feature in collection["features"]}
    assert collection["type"] == "FeatureCollection"
    assert by_id["35901"]["geometry"]["type"] == "MultiPolygon"
    assert [-107, 35] in by_id["35901"]["geometry"]["coordinates"][0][0]
    assert set(by_id["35901"]["properties"]) == set(AREA_COLUMNS)
    assert by_id["08999"]["geometry"]["type"] == "Point", "no boundary: a point"
    as_points = json.loads(areas_geojson(found.areas, found.question, world, "point"))
    assert {feature["geometry"]["type"] for feature in as_points["features"]} == {"Point"}


def test_zip_areas_are_points(ask: Ask, world: Session) -> None:
    found = ask("states=NM", "areas=zip")
    collection = json.loads(areas_geojson(found.areas, found.question, world, "full"))
    assert collection["features"][0]["geometry"] == {"type": "Point", "coordinates": [-106.0, 36.0]}


def test_the_document_holds_no_nan_and_all_areas_when_asked(ask: Ask) -> None:
    for question in (("states=US", "discipline=aerospace"), ("states=US", "population=hispanic")):
        document = answer_document(ask(*question))
        assert json.loads(orjson.dumps(document))["numberReturned"] == len(document["areas"]) == 4
        assert b"NaN" not in orjson.dumps(document)
    assert answer_document(ask("states=US"), 2)["numberReturned"] == 2
    assert answer_document(ask("states=US"), 2)["numberMatched"] == 4

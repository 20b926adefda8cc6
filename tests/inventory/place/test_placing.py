"""Files whose rows say where they are in every way, checked on a real database."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from pyproj import Transformer
from sqlalchemy import text

from app.db.engine import Database
from app.errors import BadParameterError, InvalidFileError
from app.inventory.origin import CheckOptions, Origin
from app.inventory.readers import ReadOptions
from app.inventory.report import UploadReport
from app.inventory.uploads import check_upload

Make = Callable[..., bytes]
Check = Callable[..., UploadReport]
PLACED = ("id", "name", "type", "address", "city", "zip", "county", "coordinates", "lat", "lon")
SERVED = ("id", "name", "type", "city", "reach", "counties served", "service radius", "radius km", "stops")
TOWNS = {
    "Santa Fe": (-105.94, 35.69),
    "Taos": (-105.58, 36.4),
    "Gallup": (-108.74, 35.53),
    "Hobbs": (-103.14, 32.7),
}


def staged(database: Database, report: UploadReport) -> list[dict[str, Any]]:
    """The accepted rows, their point as lon and lat."""
    with database.read() as session:
        rows = session.execute(
            text(
                "SELECT r.*, ST_X(geom) AS lon, ST_Y(geom) AS lat FROM upload_row r"
                " WHERE upload_id = :id ORDER BY row_number"
            ),
            {"id": report.id},
        ).mappings()
        return [dict(row) for row in rows]


def found(report: UploadReport) -> dict[str, int]:
    return {code: count for code, count in report.counts["issues"].items() if code != "key-derived"}


def one(
    database: Database, check: Check, body: bytes, state: str = "NM"
) -> tuple[dict[str, Any], dict[str, int]]:
    report = check(database, body, state)
    (row,) = staged(database, report)
    return row, found(report)


@pytest.mark.parametrize(
    ("cells", "precision", "county", "codes"),
    [
        (("", "", "", "Taos", "", "", ""), "county", "35055", {"placed-by-county": 1}),
        (("", "", "", "35055", "", "", ""), "county", "35055", {"placed-by-county": 1}),
        (("", "", "", "Weld", "", "", ""), "none", None, {"county-unknown": 1, "not-placed": 1}),
        (("", "", "", "Weld County, CO", "", "", ""), "none", None, {"not-placed": 1}),
        (("", "Santa Fe", "", "Santa Fe", "", "", ""), "city", "35049", {"placed-by-city": 1}),
        (
            ("", "Santa Fe", "", "Taos", "", "", ""),
            "city",
            "35049",
            {"placed-by-city": 1, "county-differs": 1},
        ),
        (("", "", "", "Taos", "", "35.687", "-105.938"), "exact", "35049", {"county-differs": 1}),
        (("", "", "", "SANTA FE CO.", "", "35.687", "-105.938"), "exact", "35049", {}),
        (("", "", "", "", "35.687, -105.938", "", ""), "exact", "35049", {}),
        (("", "", "", "", "35°41'13\"N 105°56'17\"W", "", ""), "exact", "35049", {}),
        (("", "", "", "", "", "35°41'13\"N", "105°56'17\"W"), "exact", "35049", {}),
        (("", "", "", "", "1, 1", "35.687", "-105.938"), "exact", "35049", {}),
        (
            ("PO Box 12", "", "87501", "", "", "", ""),
            "postal_code",
            "35049",
            {"po-box": 1, "placed-by-zip": 1},
        ),
        (
            ("RR 2 Box 12", "", "87501", "", "", "", ""),
            "postal_code",
            "35049",
            {"rural-route": 1, "placed-by-zip": 1},
        ),
        (("5 Main St, PO Box 1", "", "87501", "", "", "", ""), "postal_code", "35049", {"placed-by-zip": 1}),
        (
            ("5 Main St", "", "79901", "Taos", "", "", ""),
            "county",
            "35055",
            {"zip-other-state": 1, "placed-by-county": 1},
        ),
    ],
)
def test_places(
    checking_database: Database, make_csv: Make, check: Check,
    cells: tuple[str, ...], precision: str, county: str | None, codes: dict[str, int],
) -> None:  # fmt: skip
    row, said = one(checking_database, check, make_csv(PLACED, ("1", "Library", "library", *cells)))
    assert (row["location_precision"], row["county_geoid"], said) == (precision, county, codes)
    assert (row["lon"] is None) == (precision == "none")
    kept = {"county-differs", "county-unknown"} & said.keys()
    assert row["extra"] == ({"county": cells[3]} if kept else {})


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        (("see map", "", ""), "coordinates-not-numbers"), (("-105.938, 35.687", "", ""), "coordinates-swapped"),
        (("", "105°56'W", "35°41'N"), "coordinates-not-numbers"),
        (("35°41'13\"N 105°56'17\"E", "", ""), "coordinates-sign"),
        (("0, 0", "", ""), "coordinates-zero"), (("35.687, -105.938", "35.7", ""), "coordinates-incomplete"),
    ],
)  # fmt: skip
def test_points_that_are_refused(
    checking_database: Database, make_csv: Make, check: Check, cells: tuple[str, ...], code: str
) -> None:
    report = check(checking_database, make_csv(PLACED, ("1", "Library", "library", "", "", "", "", *cells)))
    assert (found(report), report.counts["refused"]) == ({code: 1}, 1)
    assert report.issues[-1].column in ("coordinates", "lat")


def test_a_point_at_the_border_belongs_to_the_county_the_row_names(
    checking_database: Database, make_csv: Make, check: Check
) -> None:
    with checking_database.read() as session:
        lon, lat = session.execute(
            text(
                "SELECT ST_X(p), ST_Y(p) FROM area a, area b,"
                " LATERAL ST_LineInterpolatePoint(ST_GeometryN(ST_CollectionExtract("
                "   ST_Intersection(ST_Boundary(a.geom), ST_Boundary(b.geom)), 2), 1), 0.5) p"
                " WHERE a.geoid = '35049' AND b.geoid = '35043' AND a.kind = 'county' AND b.kind = 'county'"
            )
        ).one()
    header = ("id", "name", "type", "county", "lat", "lon")
    for county, geoid in (("Santa Fe", "35049"), ("Sandoval", "35043")):
        for east in (-0.004, 0.004):
            cells = ("1", "Library", "library", county, str(lat), str(lon + east))
            row, said = one(checking_database, check, make_csv(header, cells))
            assert (row["county_geoid"], said) == (geoid, {})


def projected(code: str, header: tuple[str, str] = ("X", "Y"), **more: str) -> list[tuple[str, ...]]:
    turn = Transformer.from_crs("EPSG:4326", code, always_xy=True).transform
    rows = [("id", "name", "type", *more, *header)]
    for number, (town, point) in enumerate(TOWNS.items()):
        x, y = turn(*point)
        rows.append(
            (
                str(number),
                town,
                "library",
                *(value or town for value in more.values()),
                f"{x:.3f}",
                f"{y:.3f}",
            )
        )
    return rows


@pytest.mark.parametrize(
    ("code", "header"),
    [
        ("EPSG:26913", ("Easting", "Northing")),
        ("EPSG:3857", ("X", "Y")),
        ("EPSG:32113", ("POINT_X", "POINT_Y")),
    ],
)
def test_projected_points(
    checking_database: Database, make_csv: Make, check: Check, code: str, header: tuple[str, str]
) -> None:
    report = check(checking_database, make_csv(*projected(code, header)))
    said = [issue for issue in report.issues if issue.code == "coordinates-projected"]
    assert [(issue.row_number, issue.column) for issue in said] == [(0, header[0])]
    assert said[0].value is not None
    assert said[0].value.startswith(f"{code} (")
    for row in staged(checking_database, report):
        assert (row["lon"], row["lat"]) == pytest.approx(TOWNS[row["name"]], abs=1e-5)
        assert (row["location_precision"], row["county_geoid"] is not None) == ("exact", True)


def test_projected_points_that_several_systems_explain(
    checking_database: Database, make_csv: Make, check: Check
) -> None:
    header = ("id", "name", "type", "X", "Y")
    with pytest.raises(InvalidFileError, match=r"no reference system.*tried: EPSG:.*option crs"):
        check(checking_database, make_csv(header, ("1", "A", "library", "350844", "-1066504")))
    with pytest.raises(InvalidFileError, match="several states"):
        check(
            checking_database,
            make_csv((*header, "state"), ("1", "A", "library", "349876", "3884567", "NM")),
            None,  # type: ignore[arg-type]
            key_scheme="hsds",
        )


def with_crs(database: Database, body: bytes, crs: str) -> UploadReport:
    origin = Origin("NM", "test.csv", "test", "test source")
    return check_upload(
        database, database.settings, io.BytesIO(body), origin, CheckOptions(ReadOptions(crs=crs))
    )


def test_a_named_system_is_taken(checking_database: Database, make_csv: Make) -> None:
    body = make_csv(*projected("EPSG:26713"))
    rows = staged(checking_database, with_crs(checking_database, body, "EPSG:26713"))
    assert [(row["lon"], row["lat"]) for row in rows] == [
        pytest.approx(point, abs=1e-5) for point in TOWNS.values()
    ]
    degrees = make_csv(("id", "name", "type", "lat", "lon"), ("1", "A", "library", "35.69", "-105.94"))
    (row,) = staged(checking_database, with_crs(checking_database, degrees, "EPSG:4269"))
    assert (row["lon"], row["lat"]) == (-105.94, 35.69)
    with pytest.raises(BadParameterError, match="no reference system"):
        with_crs(checking_database, body, "EPSG:1")


@pytest.mark.parametrize(
    ("cells", "reach", "geoids", "radius", "codes"),
    [
        (("", "Bernalillo, Sandoval & Valencia", "", "", ""), "areas", ["35001", "35043", "35061"], None, {}),
        (("", "statewide", "", "", ""), "statewide", [], None, {}),
        (("", "within 30 miles", "", "", ""), "radius", [], 48280.32, {}),
        (("", "", "30", "", ""), "radius", [], 48280.32, {}),
        (("", "", "", "50", ""), "radius", [], 50000.0, {}),
        (("", "", "far", "", ""), "site", [], None, {"radius-bad": 1}),
        (("", "Taos, Shangri-La", "", "", ""), "areas", ["35055"], None, {"service-area-unknown": 1}),
        (("national", "Taos", "", "", ""), "national", ["35055"], None, {}),
        (("areas", "", "", "", ""), "site", [], None, {"reach-needs-more": 1}),
        (("areas", "Taos", "", "", ""), "areas", ["35055"], None, {}),
        (("", "", "", "", ""), "site", [], None, {}),
        (("", "Taos", "", "", "Taos 2026-03-04"), "mobile", ["35055"], None, {"stops-placed-by-town": 1}),
    ],
)
def test_whom_a_row_serves(
    checking_database: Database, make_csv: Make, check: Check,
    cells: tuple[str, ...], reach: str, geoids: list[str], radius: float | None, codes: dict[str, int],
) -> None:  # fmt: skip
    row, said = one(checking_database, check, make_csv(SERVED, ("1", "Van", "mobile lab", "Taos", *cells)))
    assert (row["reach"], row["service_area_geoids"], row["service_radius_m"]) == (reach, geoids, radius)
    assert said == {"placed-by-city": 1} | codes
    unclear = {"radius-bad", "service-area-unknown", "reach-needs-more"} & said.keys()
    assert bool(row["extra"]) == bool(unclear)


def test_stops(checking_database: Database, make_csv: Make, check: Check) -> None:
    stops = "Taos 2026-03-04; Fair 35.68, -105.94 2026-03-11; Shangri-La 03/04/2026"
    row, said = one(
        checking_database, check, make_csv(("id", "name", "type", "stops"), ("1", "Van", "mobile lab", stops))
    )
    assert said == {"stops-placed-by-town": 1, "stop-unknown": 1, "stop-date-bad": 1}
    assert [(stop["name"], stop["date"], stop["precision"]) for stop in row["stops"]] == [
        ("Taos", "2026-03-04", "city"), ("Fair", "2026-03-11", "exact"), ("Shangri-La", None, "none"),
    ]  # fmt: skip
    assert (row["reach"], row["extra"]) == ("mobile", {"stops": stops})


def test_what_a_row_serves_reaches_the_asset_and_goes_away_again(
    database: Database, make_csv: Make, send: Check
) -> None:
    header = ("id", "name", "type", "counties served", "radius", "stops")

    def sent(*cells: str) -> tuple[Any, ...]:
        send(database, make_csv(header, ("1", "Van", "mobile lab", *cells)))
        with database.read() as session:
            return tuple(
                session.execute(
                    text(
                        "SELECT reach, service_area_geoids, service_radius_m, jsonb_array_length(stops) FROM asset"
                    )
                ).one()
            )

    assert sent("Taos", "10", "Taos; Questa") == ("mobile", ["35055"], 16093.44, 2)
    assert sent("Taos", "", "") == ("areas", ["35055"], None, 0)
    assert sent("", "5", "") == ("radius", [], 8046.72, 0)
    assert sent("", "", "") == ("site", [], None, 0)
    assert send(database, make_csv(header, ("1", "Van", "mobile lab", "", "", ""))).counts["unchanged"] == 1

"""Where: exact at edges, across the antimeridian, in other coordinate systems, and refused where it makes no sense."""

from typing import Any

import pytest
from psycopg import Cursor
from pyproj import Transformer

from app.errors import BadParameterError

TO_MERCATOR = Transformer.from_crs(4326, 3857, always_xy=True).transform
TO_ALBERS = Transformer.from_crs(4326, 5070, always_xy=True).transform
FROM_ALBERS = Transformer.from_crs(5070, 4326, always_xy=True).transform
ALL = {1, 2, 4, 5, 6, 7}


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        ("BBOX(-109,31,-106.6,35.1)", {1, 2}),
        ("BBOX(-109, 31, -200.5, -106.6, 35.1, 9e9)", {1, 2}),
        ("BBOX(-110,31,-109,31)", {2, 5}),
        ("BBOX(-109,30,-109,32)", {2}),
        ("BBOX(-109,31,-109,31)", {2}),
        ("BBOX(-180,-90,180,90)", ALL),
        ("BBOX(170,-10,-170,60)", {4, 6}),
        ("BBOX(179.9,-10,-179.6,60)", {4}),
        ("BBOX(-180,-90,-90,90)", {1, 2, 5, 6}),
        ("POINT(-109 31)", {2}),
        ("POINT Z (-109 31 1700)", {2}),
        ("POINT(-109.00000001 31)", {5}),
        ("MULTIPOINT(-109 31, 0 0)", {2, 7}),
        ("MULTIPOINT((-109 31), (0 0))", {2, 7}),
        ("LINESTRING(-109 30, -109 32)", {2}),
        ("MULTILINESTRING((-109 30, -109 32), (-1 0, 1 0))", {2, 7}),
        ("POLYGON((-109 31, -106.6 31, -106.6 35.1, -109 35.1, -109 31))", {1, 2}),
        ("POLYGON((-1 -1,1 -1,1 1,-1 1,-1 -1), (-.5 -.5,.5 -.5,.5 .5,-.5 .5,-.5 -.5))", set()),
        (
            "MULTIPOLYGON(((-1 -1,1 -1,1 1,-1 1,-1 -1)), ((-110 30,-108 30,-108 32,-110 32,-110 30)))",
            {2, 5, 7},
        ),
        ("GEOMETRYCOLLECTION(POINT(0 0), POLYGON((-110 30,-108 30,-108 32,-110 32,-110 30)))", {2, 5, 7}),
    ],
)
def test_a_shape_finds_the_points_on_it_edges_included(shape: str, expected: set[int], ask: Any) -> None:
    assert ask(f"S_INTERSECTS(place, {shape})") == expected
    assert ask(f"s_intersects({shape}, place)") == expected
    assert ask(f"s_disjoint(place, {shape})") == ALL - expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("s_equals(place, POINT(-109 31))", {2}),
        ("s_within(place, POLYGON((-110 30,-108 30,-108 32,-110 32,-110 30)))", {2, 5}),
        ("s_within(place, BBOX(-109,31,-106.6,35.1))", set()),
        ("s_touches(place, BBOX(-109,31,-106.6,35.1))", {1, 2}),
        ("s_contains(BBOX(-110,30,-108,32), place)", {2, 5}),
        ("s_contains(place, POINT(-109 31))", {2}),
        ("s_crosses(MULTIPOINT(0 0, 5 5), BBOX(-1,-1,1,1)) AND id = 1", {1}),
        ("s_overlaps(place, MULTIPOINT(-109 31, 0 0))", set()),
        ("s_touches(place, GEOMETRYCOLLECTION(POINT(0 0), LINESTRING(-109 31, 0 9)))", {2}),
        ("s_equals(place, place)", ALL),
        ("NOT s_intersects(place, BBOX(-180,-90,180,90))", set()),
    ],
)
def test_relations_are_those_of_simple_features(text: str, expected: set[int], ask: Any) -> None:
    assert ask(text) == expected


def test_a_box_in_mercator_is_the_same_box(ask: Any) -> None:
    low, high = TO_MERCATOR(-109.5, 30), TO_MERCATOR(-106, 36)
    text = f"s_intersects(place, BBOX({low[0]},{low[1]},{high[0]},{high[1]}))"
    assert ask(text, srid=3857) == {1, 2, 5}


def test_a_polygon_in_another_system_is_moved_not_the_column(ask: Any, read: Any) -> None:
    ring = [TO_ALBERS(*each) for each in ((-110, 30), (-108, 30), (-108, 32), (-110, 32), (-110, 30))]
    text = f"s_within(place, POLYGON(({', '.join(f'{x!r} {y!r}' for x, y in ring)})))"
    assert ask(text, srid=5070) == {2, 5}
    assert "ST_Transform" not in read(text, srid=5070).sql


@pytest.mark.parametrize(("metres", "inside"), [(-50, False), (50, True)])
def test_edges_of_a_wide_equal_area_box_follow_its_system(
    metres: float, inside: bool, cursor: Cursor[Any], read: Any
) -> None:
    """Half-way along the edge of a box of 4,000 km, where a straight line in degrees would be far off."""
    lon, lat = FROM_ALBERS(0, 500_000 + metres)
    fragment = read("s_intersects(place, BBOX(-2000000, 500000, 2000000, 900000))", srid=5070)
    sql = fragment.sql.replace('t."place"', "ST_SetSRID(ST_MakePoint(%(lon)s, %(lat)s), 4326)")
    cursor.execute(f"SELECT {sql}", {**fragment.values, "lon": lon, "lat": lat})
    assert cursor.fetchone() == (inside,)


def test_latitude_may_come_first(ask: Any) -> None:
    assert ask("s_intersects(place, POINT(31 -109))", lat_first=True) == {2}
    assert ask("s_intersects(place, BBOX(31, -109, 35.1, -106.6))", lat_first=True) == {1, 2}


def test_the_index_on_places_serves(cursor: Cursor[Any], read: Any) -> None:
    fragment = read("s_intersects(place, BBOX(-109,31,-106.6,35.1))")
    cursor.execute("SET LOCAL enable_seqscan = off")
    cursor.execute(f"EXPLAIN SELECT id FROM thing t WHERE {fragment.sql}", dict(fragment.values))
    assert "thing_place_idx" in "".join(line for (line,) in cursor)


@pytest.mark.parametrize(
    ("shape", "words"),
    [
        ("POINT(90 180)", "not on Earth"),
        ("POINT(180.0000001 0)", "not on Earth"),
        ("POINT(1e400 0)", "too large"),
        ("POINT(NaN 0)", "not understood"),
        ("POINT EMPTY", "not understood"),
        ("POINT(1)", "not understood"),
        ("POINT(1 2 3 4)", "not understood"),
        ("BBOX(1,2,3)", "four numbers"),
        ("BBOX(1,2,3,4,5)", "four numbers"),
        ("BBOX(-1,5,1,4)", "lower corner first"),
        ("BBOX(-181,0,0,1)", "not on Earth"),
        ("LINESTRING(1 1)", "too few positions"),
        ("LINESTRING(1 1, 1 1)", "not valid"),
        ("POLYGON((0 0, 1 0, 1 1))", "the last one the same as the first"),
        ("POLYGON((0 0, 1 0, 0 0))", "four positions or more"),
        ("POLYGON((0 0, 1 1, 1 0, 0 1, 0 0))", "not valid: Self-intersection"),
        ("POLYGON((0 0, 1 0, 1 1, 0 0), (5 5, 6 5, 6 6, 5 5))", "not valid"),
        ("'POINT(0 0)'", "compares geometries"),
        ("name", "is no geometry"),
        ("12", "compares geometries"),
    ],
)
def test_a_shape_that_makes_no_sense_is_refused(shape: str, words: str, read: Any) -> None:
    with pytest.raises(BadParameterError, match=words) as caught:
        read(f"s_intersects(place, {shape})")
    assert caught.value.parameter == "filter"


@pytest.mark.parametrize(
    "shape",
    [
        {"type": "Point", "coordinates": ["1", 2]},
        {"type": "Point", "coordinates": [True, 2]},
        {"type": "Point", "coordinates": [[1, 2]]},
        {"type": "Point", "coordinates": [None, 2]},
        {"type": "Point", "coordinates": []},
        {"type": "Point", "coordinates": [1]},
        {"type": "Point", "coordinates": [10**400, 1]},
        {"type": "Point"},
        {"type": "Polygon", "coordinates": [[0, 0], [1, 1]]},
        {"type": "Polygon", "coordinates": [[]]},
        {"type": "MultiPoint", "coordinates": [1, 2]},
        {"type": "LineString", "coordinates": [[0, 0], [1, 1, 1, 1]]},
        {"type": "Circle", "coordinates": [1, 2]},
        {"type": ["Point"], "coordinates": [1, 2]},
        {"type": "GeometryCollection", "geometries": []},
        {"type": "GeometryCollection", "geometries": [{"property": "place"}]},
        {"bbox": {}},
        {"bbox": [1, 2, 3, "4"]},
    ],
    ids=str,
)
def test_a_json_shape_that_makes_no_sense_is_refused(shape: Any, read: Any) -> None:
    with pytest.raises(BadParameterError):
        read({"op": "s_intersects", "args": [{"property": "place"}, shape]})


@pytest.mark.parametrize("shape", ["POINT(1e30 0)", "BBOX(0,0,1e300,1e300)", "POINT(9e7 9e7)"])
def test_what_lies_outside_of_another_system_is_refused(shape: str, read: Any) -> None:
    with pytest.raises(BadParameterError, match="outside of where EPSG:5070 is defined"):
        read(f"s_intersects(place, {shape})", srid=5070)

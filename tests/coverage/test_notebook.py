"""The engine in a notebook: arrays, frames and tables in, no server and no database behind it."""

import subprocess
import sys

import geopandas as gpd
import numpy as np
import pytest
from shapely import Point

from app import coverage
from app.coverage import decay
from app.coverage.reach.table import cost_table
from app.errors import BadParameterError

LON, LAT = np.array([-105.0, -105.1, -100.0]), np.array([40.0, 40.0, 40.0])
PEOPLE, SEATS = np.array([10.0, 20.0, 30.0]), np.array([3.0, 0.0, 5.0])


def frame(crs: int | None = 4326, **columns: np.ndarray) -> gpd.GeoDataFrame:
    made = gpd.GeoDataFrame(columns, geometry=gpd.points_from_xy(LON, LAT), crs=4326)
    return made.to_crs(crs) if crs else made.set_crs(None, allow_override=True)


def test_nothing_of_the_service_is_loaded() -> None:
    code = (
        "import sys; from app.coverage import two_step, nearest_k, rational_agents, floating_catchment\n"
        "import numpy as np; here = ([-105.0], [40.0], [1.0])\n"
        "two_step(here, here, 1e4, kernel='plain'); nearest_k(here, here)\n"
        "print(','.join(name for name in ('sqlalchemy', 'fastapi', 'starlette', 'psycopg', 'geopandas')\n"
        "                  if name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "\n", "")


def test_arrays_and_frames_in_any_system_say_the_same() -> None:
    by_arrays = coverage.two_step((LON, LAT, PEOPLE), (LON, LAT, SEATS), 30e3, factor=1.2)
    assert by_arrays.value[2] == pytest.approx(5 / 30)
    for crs in (4326, 5070, 3857):
        by_frames = coverage.two_step(frame(crs, kids=PEOPLE), frame(crs, seats=SEATS), 30e3, factor=1.2,
                                      people="kids", weight="seats")  # fmt: skip
        assert by_frames.value == pytest.approx(by_arrays.value, rel=1e-6)


def test_every_measure_takes_points_and_tables() -> None:
    table = cost_table(np.array([0, 1, 2]), np.array([0, 0, 2]), np.array([5.0, 12.0, 29.0]), 3, 3)
    points = (LON, LAT, PEOPLE), (LON, LAT, SEATS)
    for name in ("two_step", "three_step", "balanced", "spatial_availability", "gravity"):
        measure = getattr(coverage, name)
        assert measure(PEOPLE, SEATS, decay.luo_qi_slow(), table=table).in_reach.tolist() == [1, 1, 1]
        assert measure(*points, 20e3).in_reach.tolist() == [1, 1, 1]
    assert coverage.cumulative(PEOPLE, SEATS, 12.0, table=table).value.tolist() == [3, 3, 0]
    assert coverage.nearest_k(PEOPLE, SEATS, table=table).site[:, 0].tolist() == [0, 0, 2]
    assert coverage.nearest_k(*points).site[:, 0].tolist() == [0, 0, 2]
    assert coverage.rational_agents(PEOPLE, SEATS, 30.0, 30.0, table=table).gap == 0
    assert coverage.rational_agents(*points, 20e3, 20e3).gap == 0
    assert coverage.floating_catchment(*points, 20e3).with_site(-100.0, 40.0, 5).value[2] == pytest.approx(
        1 / 3
    )
    with pytest.raises(BadParameterError, match="A new site has no row in a table"):
        coverage.floating_catchment(PEOPLE, SEATS, 30.0, table=table)


def test_sites_without_seats_count_one_when_asked() -> None:
    assert coverage.cumulative(frame(people=PEOPLE), frame(), 20e3, weight=None).value.tolist() == [2, 2, 1]


def test_what_is_wrong_with_a_frame_is_said() -> None:
    good = frame(people=PEOPLE, weight=SEATS)
    with pytest.raises(BadParameterError, match=r"places: the frame does not say its coordinate system: set it, "
                                                r"for degrees with frame\.set_crs\(4326\)\."):  # fmt: skip
        coverage.two_step(frame(None, people=PEOPLE), good, 1e4)
    with pytest.raises(BadParameterError, match="The frame has no column `people`") as caught:
        coverage.two_step(frame(kids=PEOPLE), good, 1e4)
    assert caught.value.accepted == ["kids", "geometry"]
    with pytest.raises(BadParameterError, match="sites: the frame holds Polygon: give a point"):
        coverage.two_step(good, good.set_geometry(good.to_crs(5070).buffer(9).to_crs(4326)), 1e4)
    with pytest.raises(BadParameterError, match="holds rows without a point"):
        coverage.two_step(good.set_geometry([Point(1, 1), None, Point(2, 2)], crs=4326), good, 1e4)
    with pytest.raises(BadParameterError, match="weight 1 is nan"):
        coverage.two_step(good, frame(weight=np.array([1, np.nan, 2])), 1e4)
    with pytest.raises(BadParameterError, match="places: give three arrays"):
        coverage.two_step(LON, good, 1e4)


def test_names_are_found_and_others_are_not() -> None:
    assert "two_step" in dir(coverage)
    with pytest.raises(AttributeError, match="no attribute 'three_stages'"):
        _ = coverage.three_stages

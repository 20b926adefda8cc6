"""Real geography for pure tests: the shipped outlines, ZIP areas, towns and county names."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as parquet
import pytest
import shapely

from app.inventory.place.county_names import CountyNames
from app.inventory.points import Box

GEOGRAPHY = Path(__file__).parents[3] / "seed" / "geography"


@cache
def rows_of(name: str, state: str) -> list[dict[str, Any]]:
    return [
        row for row in parquet.read_table(GEOGRAPHY / f"{name}.parquet").to_pylist() if row["state"] == state
    ]


@cache
def outline_of(state: str) -> Any:
    shape = shapely.union_all([shapely.from_wkb(row["geometry"]) for row in rows_of("counties", state)])
    shapely.prepare(shape)
    return shape


@pytest.fixture(scope="session")
def shape_of() -> Callable[[str], tuple[Box, Callable[[Any, Any], Any]]]:
    """The box of a state, and which points are in it."""

    def find(state: str) -> tuple[Box, Callable[[Any, Any], Any]]:
        shape = outline_of(state)
        return Box(*shape.bounds), lambda lon, lat: np.asarray(shapely.intersects_xy(shape, lon, lat))

    return find


@pytest.fixture(scope="session")
def zips_of() -> Callable[[str], Any]:
    """(lon, lat) of every ZIP area of a state whose point is in its outline."""

    def find(state: str) -> Any:
        points = np.array([(row["lon"], row["lat"]) for row in rows_of("zip_areas", state)])
        return points[shapely.intersects_xy(outline_of(state), points[:, 0], points[:, 1])]

    return find


@pytest.fixture(scope="session")
def counties() -> CountyNames:
    """All counties of the country."""
    rows = parquet.read_table(
        GEOGRAPHY / "counties.parquet", columns=["geoid", "name", "state", "lon", "lat"]
    ).to_pylist()
    return CountyNames(tuple(row.values()) for row in rows)

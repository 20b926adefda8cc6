"""Nearest assets where some serve a radius, listed counties or stops: against every pair, and in the world."""

from collections.abc import Callable
from types import SimpleNamespace

import numpy as np
import pytest
from pyproj import Geod
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.coverage.catchment import inside, nearest_assets
from app.coverage.results import CoverageAnswer
from app.coverage.supply import Supply, SupplyFacts

WGS84 = Geod(ellps="WGS84")
FACTS = SupplyFacts(0, 0, 0, 0, {}, {})
Ask = Callable[..., CoverageAnswer]


def places(lon: list[float], lat: list[float], county: list[str | None]) -> SimpleNamespace:
    return SimpleNamespace(lon=np.array(lon), lat=np.array(lat), county_geoid=np.array(county, dtype=object))


def supply(
    lon: np.ndarray, lat: np.ndarray, radius_m: np.ndarray, areas: dict[int, frozenset[str]]
) -> Supply:
    n = len(lon) + len(areas)
    return Supply(
        tuple(range(n)), tuple(map(str, range(n))), lon, lat, FACTS, np.arange(len(lon)), np.ones(len(lon)),
        radius_m, areas=areas,
    )  # fmt: skip


def test_equals_every_pair() -> None:
    rng = np.random.default_rng(7)
    demand = places(rng.uniform(-112, -104, 300), rng.uniform(33, 41, 300), ["35001"] * 150 + ["08001"] * 150)
    lon, lat = rng.uniform(-112, -104, 40), rng.uniform(33, 41, 40)
    radius_m = np.where(np.arange(40) % 3 == 0, rng.uniform(1_000, 90_000, 40), 0.0)
    found_m, asset = nearest_assets(demand, supply(lon, lat, radius_m, {}))
    _, _, far = WGS84.inv(*np.broadcast_arrays(demand.lon[:, None], demand.lat[:, None], lon, lat))
    expected = np.maximum(far - radius_m, 0)
    assert found_m == pytest.approx(expected.min(axis=1), abs=1e-5)
    assert np.array_equal(asset, np.argmin(np.round(expected, 6), axis=1))


def test_listed_counties_are_served_wherever_the_asset_is() -> None:
    demand = places([-106, -106, -106], [35, 36, 37], ["35001", "35003", None])
    only = supply(np.empty(0), np.empty(0), np.empty(0), {0: frozenset({"35003"})})
    found_m, asset = nearest_assets(demand, only)
    assert found_m.tolist() == [np.inf, 0, np.inf]
    assert asset.tolist() == [-1, 0, -1]
    whole = np.array(["35003", None, "08001"], dtype=object)
    assert inside(whole, frozenset({"35"})).tolist() == [True, False, False]


def test_a_tie_goes_to_the_lowest_asset() -> None:
    demand = places([-106], [35], ["35001"])
    two = supply(np.array([-106.0, -106.0]), np.array([35.0, 35.1]), np.array([0.0, 50_000.0]), {})
    assert nearest_assets(demand, two)[1].tolist() == [0]


def served(world: Session, **columns: object) -> None:
    names, values = ", ".join(columns), ", ".join(f":{name}" for name in columns)
    world.execute(
        text(
            "INSERT INTO asset (kind, subtype, name, state, geom, location_precision, disciplines, "
            f"{names}) VALUES ('program', 'mobile-outreach', 'X', 'NM', ST_SetSRID(ST_MakePoint(-109, 32), 4326), "
            f"'city', '{{aerospace}}', {values})"
        ),
        columns,
    )


@pytest.mark.parametrize(
    ("columns", "beyond"),
    [
        ({"reach": "site"}, 4000),
        ({"reach": "areas", "service_area_geoids": ["35901"]}, 0),
        ({"reach": "areas", "service_area_geoids": ["35902"]}, 4000),
        ({"reach": "radius", "service_radius_m": 600_000.0}, 0),
        ({"reach": "radius", "service_radius_m": 100_000.0}, 4000),
        (
            {"reach": "mobile", "stops": '[{"name": "F", "lon": -106, "lat": 36.0, "date": "2026-05-01"}]'},
            1000,
        ),
        (
            {"reach": "mobile", "stops": '[{"name": "F", "lon": -106, "lat": 36.0, "date": "2020-05-01"}]'},
            4000,
        ),
        ({"reach": "statewide"}, 4000),
    ],
)
def test_reach_by_kind(ask: Ask, world: Session, columns: dict[str, object], beyond: float) -> None:
    served(world, **columns)
    assert ask("states=NM", "discipline=aerospace").summary.people_beyond == beyond


def test_facts_name_the_reaches_the_freshness_and_the_seats(ask: Ask, world: Session) -> None:
    served(world, reach="radius", service_radius_m=5.0, seats=12)
    facts = ask("states=NM").supply
    assert facts.by_reach == {"radius": 1, "site": 3, "statewide": 1, "virtual": 1}
    assert facts.by_freshness == {"unverified": 6}
    assert facts.seats_known == 1

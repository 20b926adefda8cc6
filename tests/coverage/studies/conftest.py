"""Ask studies in the small world of scenario.sql, and make scenes of arrays alone."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.coverage.studies.answer import answer_study
from app.coverage.studies.asked import parse_study
from app.coverage.studies.effort import Effort
from app.coverage.studies.reading import read_scene
from app.coverage.studies.scene import Scene
from app.coverage.studies.sites import NewSites
from app.coverage.studies.stock import Stock
from app.coverage.studies.texts import loose
from app.settings import Settings
from tests.coverage.conftest import TODAY

Answer = dict[str, Any]


@pytest.fixture
def world(world: Session) -> Session:
    """The small world with figures of two groups at its points."""
    world.execute(text("UPDATE area_population SET method = 'estimated' WHERE \"group\" = 'hispanic'"))
    return world


@pytest.fixture
def study(world: Session, settings: Settings) -> Callable[..., Answer]:
    """`study("siting", states=["NM"], sites=1)`: read, compute, answer."""

    def ask(kind: str, effort: Effort | None = None, **given: Any) -> Answer:
        asked = parse_study(kind, given, settings)
        return answer_study(asked, read_scene(world, asked, settings, TODAY), effort or Effort())

    return ask


def line_scene(
    people: list[list[float]], assets: list[float], candidates: list[float], seats: float = 10
) -> Scene:
    """Points, assets and candidates on the equator, at whole numbers of degrees or between."""
    size = len(people)

    def texts(values: list[str]) -> Any:
        return loose(np.array(values, dtype=np.str_))

    stock = Stock(
        texts([f"a{at}" for at in range(len(assets))]),
        texts([f"Asset {at}" for at in range(len(assets))]),
        np.full(len(assets), seats),
        np.arange(len(assets)),
        np.array(assets, dtype=np.float64),
        np.zeros(len(assets)),
        np.zeros(len(assets)),
        texts([""] * len(assets)),
    )
    return Scene(
        groups=("total", "rural")[: len(people[0])],
        people=np.array(people, dtype=np.float64),
        lon=np.arange(size, dtype=np.float64),
        lat=np.zeros(size),
        geoid=texts([f"{at:05d}" for at in range(size)]),
        name=texts([f"Point {at}" for at in range(size)]),
        state=texts(["NM"] * size),
        county_geoid=texts(["35001"] * size),
        inside=np.ones(size, dtype=np.bool_),
        county_code=texts(["35001"]),
        county_name=texts(["First County"]),
        county_lon=np.zeros(1),
        county_lat=np.zeros(1),
        stock=stock,
        sites=NewSites.from_rows(
            [(str(at), f"Site {at}", "point", "", lon, 0.0) for at, lon in enumerate(candidates)]
        ),
        about={"as_of": "2026-06-01", "data_version": 7, "supply": {}, "figures": {}, "sources": []},
    )

"""The small world of scenario.sql, in a transaction that is rolled back."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.coverage.gaps import answer
from app.coverage.question import parse_question
from app.coverage.results import CoverageAnswer
from app.settings import Settings

TODAY = date(2026, 6, 1)
SCENARIO = Path(__file__).with_name("scenario.sql").read_text()


@pytest.fixture(params=["plain", "numba"])
def kernel(request: pytest.FixtureRequest) -> str:
    """Each of the two kernels; numba is an optional extra."""
    if request.param == "numba":
        pytest.importorskip("numba", reason="numba is not installed")
    return request.param


@pytest.fixture
def world(session: Session) -> Session:
    session.connection().exec_driver_sql(SCENARIO)
    return session


@pytest.fixture
def ask(world: Session, settings: Settings) -> Callable[..., CoverageAnswer]:
    """Ask `ask("states=NM", "areas=zip")` in the small world."""

    def ask(*pairs: str) -> CoverageAnswer:
        question = parse_question([tuple(pair.split("=", 1)) for pair in pairs], settings)  # type: ignore[misc]
        return answer(question, world, TODAY)

    return ask


@pytest.fixture
def add_asset(world: Session) -> Callable[..., None]:
    def add(name: str, lon: float, lat: float, *, reach: str = "site", state: str = "NM") -> None:
        world.execute(
            text(
                "INSERT INTO asset (kind, subtype, name, state, geom, location_precision, reach) VALUES"
                " ('program', 'club', :name, :state, ST_SetSRID(ST_MakePoint(:lon, :lat), 4326),"
                " 'exact', :reach)"
            ),
            {"name": name, "lon": lon, "lat": lat, "reach": reach, "state": state},
        )

    return add

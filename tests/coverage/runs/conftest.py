"""Runs on a database of their own with the small world in it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from sqlalchemy import text

from app.coverage.runs import service
from app.coverage.runs.desk import RunDesk
from app.coverage.runs.service import Kept
from app.coverage.studies.asked import parse_study
from app.db.engine import Database
from app.stewardship.keys import create_key
from tests.coverage.conftest import TODAY

SCENARIO = (Path(__file__).parents[1] / "scenario.sql").read_text()
FARFIELD = [-106.0, 36.0]


@pytest.fixture
def database(own_database: Database) -> Database:
    with own_database.write("test") as session:
        session.connection().exec_driver_sql(SCENARIO)
    return own_database


@pytest.fixture
def desk(database: Database) -> Iterator[RunDesk]:
    desk = RunDesk(database)
    yield desk
    desk.close()


@pytest.fixture
def begin(desk: RunDesk, database: Database) -> Callable[..., str]:
    """Start a study without waiting for it."""

    def start(kind: str = "coverage", key: int | None = None, **given: Any) -> str:
        study = parse_study(kind, {"states": ["NM"], **given}, database.settings)
        return service.start(desk, study, TODAY, key)

    return start


@pytest.fixture
def over(database: Database) -> Callable[[str], Kept]:
    """Wait until a run is over."""

    def wait(run_id: str) -> Kept:
        for _ in range(600):
            kept = service.look(database, run_id)
            if kept.run.over:
                return kept
            Event().wait(0.05)
        raise AssertionError(f"{run_id} is not over")

    return wait


@pytest.fixture
def held_areas(database: Database) -> Iterator[Callable[[], None]]:
    """The area table, locked until the test lets go: whoever reads it waits."""
    connection = database.engine.connect()
    transaction = connection.begin()
    connection.execute(text("LOCK TABLE area IN ACCESS EXCLUSIVE MODE"))
    yield transaction.rollback
    if transaction.is_active:
        transaction.rollback()
    connection.close()


@pytest.fixture
def key(database: Database) -> int:
    """The number of a key."""
    with database.write("test") as session:
        create_key(session, database.settings, role="reader", states=[], label="cites")
        return int(session.scalar(text("SELECT max(id) FROM api_key")) or 0)

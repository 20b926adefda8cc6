"""A service that answers coverage questions about the small world of tests/coverage/scenario.sql."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import make_url, text

from app.db.engine import Database, make_engine
from app.routers import api_coverage, api_coverage_analyses, api_coverage_presets, problems
from app.settings import Settings

SCENARIO = (Path(__file__).parents[1] / "coverage" / "scenario.sql").read_text()


@pytest.fixture(scope="module")
def coverage_world(copy_database: Callable[[], str], settings: Settings) -> Iterator[Database]:
    url = copy_database()
    database = Database(make_engine(url, settings), settings)
    with database.write("test") as session:
        session.connection().exec_driver_sql(SCENARIO)
    yield database
    database.engine.dispose()
    admin = make_engine(
        str(make_url(url).set(database="postgres").render_as_string(hide_password=False)), settings
    )
    with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"DROP DATABASE {make_url(url).database} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture(scope="module")
def coverage_api(coverage_world: Database) -> TestClient:
    app = FastAPI()
    app.state.settings, app.state.database = coverage_world.settings, coverage_world
    problems.install(app)
    app.include_router(api_coverage.router)
    app.include_router(api_coverage_presets.router)
    app.include_router(api_coverage_analyses.router)
    return TestClient(app, raise_server_exceptions=False)

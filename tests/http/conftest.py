"""A service that answers coverage questions about the small world of tests/coverage/scenario.sql."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.db.engine import Database
from app.routers import api_coverage, api_coverage_analyses, api_coverage_presets, problems
from app.settings import Settings
from tests.databases import drop_database, opened

SCENARIO = (Path(__file__).parents[1] / "coverage" / "scenario.sql").read_text()


@pytest.fixture(scope="module")
def coverage_world(server: str, copy_database: Callable[[], str], settings: Settings) -> Iterator[Database]:
    url = copy_database()
    with opened(url, settings) as database:
        with database.write("test") as session:
            session.connection().exec_driver_sql(SCENARIO)
        yield database
    drop_database(server, url)


@pytest.fixture(scope="module")
def coverage_api(coverage_world: Database) -> TestClient:
    app = FastAPI()
    app.state.settings, app.state.database = coverage_world.settings, coverage_world
    problems.install(app)
    app.include_router(api_coverage.router)
    app.include_router(api_coverage_presets.router)
    app.include_router(api_coverage_analyses.router)
    return TestClient(app, raise_server_exceptions=False)

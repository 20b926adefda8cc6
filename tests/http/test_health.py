"""Whether the service lives, and whether it can answer."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from app.db.engine import Database, make_engine
from app.db.schema import downgrade, newest_revision
from app.main import create_app
from app.settings import Settings


def client_of(database: Database) -> TestClient:
    app = create_app(database.settings)
    app.state.database = database
    return TestClient(app, raise_server_exceptions=False)


@pytest.fixture
def down(settings: Settings) -> Iterator[Database]:
    engine = make_engine("postgresql+psycopg://nobody@/none?host=/nowhere", settings)
    yield Database(engine, settings)
    engine.dispose()


def test_alive_with_and_without_a_database(client: TestClient, down: Database) -> None:
    for each in (client, client_of(down)):
        assert (each.get("/healthz").status_code, each.get("/healthz").json()) == (200, {"status": "ok"})


def test_ready(client: TestClient, shared_database: Database) -> None:
    answer = client.get("/readyz")
    with shared_database.read() as session:
        version = session.scalar(text("SELECT version FROM data_version"))
    assert answer.status_code == 200
    assert answer.json() == {"status": "ready", "schema": newest_revision(), "data_version": version}
    assert answer.headers["cache-control"] == "no-store"


def not_ready(client: TestClient, code: str) -> str:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["code"]) == (503, code)
    assert answer.headers["retry-after"]
    assert answer.headers["cache-control"] == "no-store"
    return str(answer.json()["detail"])


def test_not_ready_while_the_database_is_down(down: Database) -> None:
    not_ready(client_of(down), "database-down")


@pytest.mark.parametrize("revision", ["0000", "9999"])
def test_not_ready_on_an_older_or_newer_schema(
    own_database: Database, own_client: TestClient, revision: str
) -> None:
    with own_database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :to"), {"to": revision})
    assert "stemmap db migrate" in not_ready(own_client, "not-ready")


def test_not_ready_on_a_database_without_the_schema(own_database: Database, own_client: TestClient) -> None:
    downgrade(own_database.engine, "base")
    assert "stemmap db migrate" in not_ready(own_client, "not-ready")


def test_ready_again_when_the_database_is(own_database: Database, own_client: TestClient) -> None:
    with own_database.engine.connect() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    assert own_client.get("/readyz").status_code == 200

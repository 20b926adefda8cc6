"""Read sessions only read and end in time; write sessions write whole or nothing; a full pool says so."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, InternalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from app.db.engine import Database, database_url, make_engine, owner_engine
from app.db.failures import app_error_of
from app.errors import BusyError, DatabaseDownError, TooMuchWorkError
from app.settings import Settings

RAISE = text("UPDATE data_version SET version = version + 1000")
VERSION = text("SELECT version FROM data_version")
PID = text("SELECT pg_backend_pid()")
END = text("SELECT pg_terminate_backend(:pid)")


@pytest.fixture
def tight(shared_database: Database, settings: Settings) -> Iterator[Callable[..., Database]]:
    """Make a database with other settings, by default one connection for all."""
    made = []

    def make(**changes: Any) -> Database:
        changed = settings.model_copy(update={"pool_size": 1, "pool_timeout_s": 0.2, **changes})
        url = shared_database.engine.url.render_as_string(hide_password=False)
        made.append(make_engine(url, changed))
        return Database(made[-1], changed)

    yield make
    for engine in made:
        engine.dispose()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE data_version SET version = 0",
        "DELETE FROM asset",
        "TRUNCATE asset",
        "CREATE TABLE mine (x int)",
    ],
)
def test_a_read_session_refuses_to_write(shared_database: Database, statement: str) -> None:
    with pytest.raises(InternalError) as refused, shared_database.read() as session:
        session.execute(text(statement))
    assert isinstance(refused.value.orig, psycopg.errors.ReadOnlySqlTransaction)
    assert app_error_of(refused.value) is None, "writing in a read session is a bug of ours"


def test_the_connection_of_a_read_session_can_write_again(tight: Callable[..., Database]) -> None:
    database = tight()
    with database.read() as session:
        first = session.scalar(PID)
    with database.engine.connect() as connection, connection.begin() as transaction:
        assert connection.scalar(PID) == first
        connection.execute(RAISE)
        assert connection.scalar(text("SHOW statement_timeout")) == "0"
        transaction.rollback()


def test_a_long_read_is_ended(shared_database: Database) -> None:
    start = time.monotonic()
    with pytest.raises(DBAPIError) as ended, shared_database.read(timeout_s=0.1) as session:
        session.execute(text("SELECT pg_sleep(20)"))
    assert time.monotonic() - start < 5
    assert isinstance(app_error_of(ended.value), TooMuchWorkError)


def test_sessions_have_the_timeouts_of_the_settings(tight: Callable[..., Database]) -> None:
    database = tight(read_timeout_s=1.5, write_timeout_s=90, lock_timeout_s=0.7)
    with database.read() as session:
        assert session.scalar(text("SHOW statement_timeout")) == "1500ms"
    with database.write("test") as session:
        assert session.scalar(text("SHOW statement_timeout")) == "90s"
        assert session.scalar(text("SHOW lock_timeout")) == "700ms"


def test_connections_are_tuned_and_named(shared_database: Database) -> None:
    with shared_database.read() as session:
        shown = {
            name: session.scalar(text(f"SHOW {name}")) for name in ("jit", "timezone", "application_name")
        }
    assert shown == {"jit": "off", "timezone": "UTC", "application_name": "stemmap"}


def test_a_full_pool_is_busy_and_recovers(tight: Callable[..., Database]) -> None:
    database = tight()
    start = time.monotonic()
    with database.read() as session:
        session.scalar(PID)
        with pytest.raises(PoolTimeoutError) as full, database.read():
            pass
    assert time.monotonic() - start < 3
    assert isinstance(app_error_of(full.value), BusyError)
    with database.read() as session:
        assert session.scalar(PID)


def test_a_lock_held_by_another_is_busy(shared_database: Database, tight: Callable[..., Database]) -> None:
    hurried = tight(lock_timeout_s=0.1)
    with shared_database.engine.connect() as holder, holder.begin() as transaction:
        holder.execute(text("LOCK TABLE upload IN ACCESS EXCLUSIVE MODE"))
        with pytest.raises(DBAPIError) as waited, hurried.write("test") as session:
            session.execute(text("SELECT 1 FROM upload"))
        transaction.rollback()
    assert isinstance(app_error_of(waited.value), BusyError)


def fail_half_way(database: Database) -> None:
    with database.write("test") as session:
        session.execute(RAISE)
        raise KeyError("half way")


def test_a_write_session_commits_at_its_end_and_not_before(own_database: Database) -> None:
    with own_database.read() as session:
        before = session.execute(VERSION).scalar_one()
    with own_database.write("test") as session:
        session.execute(RAISE)
        with own_database.read() as other:
            assert other.execute(VERSION).scalar_one() == before
    with own_database.read() as session:
        assert session.execute(VERSION).scalar_one() == before + 1000

    with pytest.raises(KeyError, match="half way"):
        fail_half_way(own_database)
    with own_database.read() as session:
        assert session.execute(VERSION).scalar_one() == before + 1000


def test_a_connection_cut_while_idle_costs_nothing(
    tight: Callable[..., Database], shared_database: Database
) -> None:
    database = tight()
    with database.read() as session:
        first = session.scalar(PID)
    with shared_database.engine.connect() as connection:
        connection.execute(END, {"pid": first})
    with database.read() as session:
        assert session.scalar(PID) != first


def test_a_connection_cut_at_work_is_the_database_down(tight: Callable[..., Database]) -> None:
    database = tight()
    with pytest.raises(DBAPIError) as cut, database.read() as session:
        session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
    assert isinstance(app_error_of(cut.value), DatabaseDownError)
    with database.read() as session:
        assert session.scalar(PID)


@pytest.mark.parametrize(
    "url", ["postgresql+psycopg://nobody@/none?host=/nowhere", "postgresql+psycopg://nobody@127.0.0.1:1/none"]
)
def test_a_database_that_is_not_there_is_down(url: str, settings: Settings) -> None:
    engine = make_engine(url, settings)
    with pytest.raises(DBAPIError) as failed, Database(engine, settings).read() as session:
        session.execute(text("SELECT 1"))
    assert isinstance(app_error_of(failed.value), DatabaseDownError)


@pytest.mark.parametrize("scheme", ["postgresql", "postgresql+psycopg", "postgresql+psycopg2"])
def test_any_postgresql_address_is_spoken_to_by_psycopg(settings: Settings, scheme: str) -> None:
    given = settings.model_validate(
        {"home": settings.home, "database_url": f"{scheme}://me:p%40ss@there:5433/map?sslmode=require"}
    )
    with database_url(given) as url:
        assert url == "postgresql+psycopg://me:p%40ss@there:5433/map?sslmode=require"


def test_the_owners_engine_works_and_closes(
    server: str, settings: Settings, shared_database: Database
) -> None:
    url = shared_database.engine.url.render_as_string(hide_password=False)
    given = settings.model_validate({"home": settings.home, "database_url": url})
    with owner_engine(given) as engine:
        with engine.connect() as connection:
            assert connection.scalar(text("SHOW application_name")) == "stemmap-cli"
        assert engine.pool.checkedin() == 1  # type: ignore[attr-defined]
    assert engine.pool.checkedin() == 0  # type: ignore[attr-defined]

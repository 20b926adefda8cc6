"""Databases for tests: made, copied, opened and dropped on the run's server."""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, create_engine, make_url, text

from app.db.engine import Database, make_engine
from app.settings import Settings


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold `path` against the other workers."""
    with path.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def admin_engine(server: str) -> Engine:
    """An engine for CREATE DATABASE, which cannot run in a transaction."""
    return create_engine(make_url(server).set(database="postgres"), isolation_level="AUTOCOMMIT")


def run_on_server(server: str, statement: str) -> None:
    engine = admin_engine(server)
    try:
        with engine.connect() as connection:
            connection.execute(text(statement))
    finally:
        engine.dispose()


def server_version(server: str) -> int:
    """As PostgreSQL counts: 150018 is 15.18."""
    engine = admin_engine(server)
    try:
        with engine.connect() as connection:
            return int(connection.execute(text("SHOW server_version_num")).scalar_one())
    finally:
        engine.dispose()


def url_of(server: str, name: str) -> str:
    return make_url(server).set(database=name).render_as_string(hide_password=False)


@contextmanager
def opened(url: str, settings: Settings) -> Iterator[Database]:
    """The database at `url` with a data folder of its own; nobody is connected to it afterwards.

    Services sweep their data folder for files that their database knows nothing of: two must not share one.
    """
    own = settings.model_copy(update={"home": settings.home / "homes" / str(make_url(url).database)})
    own.home.mkdir(parents=True, exist_ok=True)
    engine = make_engine(url, own)
    try:
        yield Database(engine, own)
    finally:
        engine.dispose()


def drop_database(server: str, url: str) -> None:
    """Without FORCE, which is refused while autovacuum is at work there; a plain DROP ends autovacuum itself."""
    name = make_url(url).database
    run_on_server(
        server,
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}' AND usename = current_user",
    )
    run_on_server(server, f"DROP DATABASE {name}")


def made_once(
    run_home: Path,
    server: str,
    name: str,
    fill: Callable[[Database], None],
    settings: Settings,
    how: str = "",
) -> str:
    """`name`, of a database that the first worker who asks makes and fills; the others wait for it."""
    with locked(run_home / "template.lock"):
        done = run_home / f"{name}.done"
        if not done.exists():
            run_on_server(server, f"DROP DATABASE IF EXISTS {name}")
            run_on_server(server, f"CREATE DATABASE {name} {how}")
            with opened(url_of(server, name), settings) as database:
                fill(database)
            done.touch()
    return name

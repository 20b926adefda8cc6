"""Connections: where the database is, and read and write sessions that cannot be mistaken for each other.

A read session is a READ ONLY transaction with a statement timeout; a write session says who writes (the audit
triggers note it) and commits when its block ends well. Nothing else in the code commits.
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, nullcontext, suppress
from typing import Any, Final, cast
from uuid import UUID

import psycopg
from psycopg import Connection
from psycopg.errors import QueryCanceled
from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.db.local import local_postgres
from app.db.watch import watched_postgres
from app.errors import StoppingError
from app.settings import Settings

_CANCEL_S: Final = 2.0
SESSION_OPTIONS = "-c jit=off -c max_parallel_workers_per_gather=0 -c timezone=UTC"
"""Planner settings for many short questions: compiling or forking for one costs more than it saves."""


def _silent(_: str) -> None:
    """Say nothing."""


@contextmanager
def database_url(
    settings: Settings, say: Callable[[str], None] = _silent, *, watched: bool = False
) -> Iterator[str]:
    """The SQLAlchemy address of the database of these settings; the private one runs while the block does.

    A `watched` private one is started again when it dies meanwhile: for services, not for single commands.
    """
    if settings.database_url is not None:
        url = make_url(settings.database_url.get_secret_value())
        yield url.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
        return
    private = watched_postgres if watched else local_postgres
    with private(settings.home, say) as url_text:
        yield url_text


def make_engine(url: str, settings: Settings, *, application: str = "stemmap") -> Engine:
    """A pooled engine on `url` with the service's session settings."""
    return create_engine(
        url,
        pool_size=settings.pool_size,
        max_overflow=0,
        pool_timeout=settings.pool_timeout_s,
        pool_pre_ping=True,
        pool_recycle=600,
        connect_args={
            "connect_timeout": settings.connect_timeout_s,
            "application_name": application,
            "options": SESSION_OPTIONS,
        },
    )


@contextmanager
def owner_engine(settings: Settings, say: Callable[[str], None] = _silent) -> Iterator[Engine]:
    """An engine for work outside the server (migrations, command line), disposed of at the end."""
    with database_url(settings, say) as url:
        engine = make_engine(url, settings, application="stemmap-cli")
        try:
            yield engine
        finally:
            engine.dispose()


class Database:
    """One engine and the two kinds of session on it."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self.engine = engine
        self.settings = settings
        self._long: set[Connection[Any]] = set()
        self._stopping = False

    @contextmanager
    def read(self, timeout_s: float | None = None) -> Iterator[Session]:
        """A session that can only read, each statement for at most `timeout_s` (default: the setting)."""
        timeout_ms = int(1000 * (timeout_s or self.settings.read_timeout_s))
        reader = self.engine.execution_options(postgresql_readonly=True)
        with Session(reader, autoflush=False) as session:
            session.execute(text(f"SET LOCAL statement_timeout = {timeout_ms}"))
            yield session

    @contextmanager
    def write(
        self,
        actor: str,
        *,
        upload_id: UUID | None = None,
        states: Collection[str] | None = None,
        timeout_s: float | None = None,
        lock_timeout_s: float | None = None,
    ) -> Iterator[Session]:
        """A session that writes as `actor`: committed when the block ends, rolled back when it raises.

        With `states`, the database itself refuses to write assets of any other state. Each statement may run for
        `timeout_s` at most and wait for a lock `lock_timeout_s` (defaults: the settings).
        """
        with (
            Session(self.engine, autoflush=False) as session,
            session.begin(),
            self._ended_early(session) if timeout_s else nullcontext(),
        ):
            session.execute(
                text(
                    "SELECT set_config('statement_timeout', :statement, true), set_config('lock_timeout', :lock, true),"
                    " set_config('stemmap.actor', :actor, true), set_config('stemmap.upload', :upload, true)"
                ),
                {
                    "statement": f"{int(1000 * (timeout_s or self.settings.write_timeout_s))}ms",
                    "lock": f"{int(1000 * (lock_timeout_s or self.settings.lock_timeout_s))}ms",
                    "actor": actor,
                    "upload": str(upload_id or ""),
                },
            )
            if states is not None:
                limit_writes(session, states)
            yield session

    @contextmanager
    def _ended_early(self, session: Session) -> Iterator[None]:
        """Let `end_long_work` cancel what this session does: what writes long says so by a time of its own."""
        if self._stopping:
            raise StoppingError
        connection = cast("Connection[Any]", session.connection().connection.driver_connection)
        self._long.add(connection)
        try:
            yield
        except OperationalError as error:
            if self._stopping and isinstance(error.orig, QueryCanceled):
                raise StoppingError from error
            raise
        finally:
            self._long.discard(connection)

    def end_long_work(self) -> int:
        """From now on nothing long begins; statements of what runs are cancelled now. Gives how many run still."""
        self._stopping = True
        running = list(self._long)
        for connection in running:
            with suppress(psycopg.Error):
                connection.cancel_safe(timeout=_CANCEL_S)
        return len(running)


def limit_writes(session: Session, states: Collection[str]) -> None:
    """Until the end of the transaction only assets of `states` can be written (row-level security).

    Writing another state's row fails or finds no row; reading is as free as before.
    """
    session.execute(text("SELECT limit_writes(CAST(:states AS text[]))"), {"states": sorted(states)})

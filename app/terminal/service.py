"""`stemmap run` and `stemmap serve`: from an empty data folder to a service that answers, step by step."""

import errno
import os
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Annotated

import typer
from pydantic import SecretStr
from rich.table import Table
from sqlalchemy import text

from app.db.engine import Database, database_url, make_engine
from app.db.schema import current_revision, migrate, newest_revision
from app.errors import AppError
from app.inventory.sweep import try_sweep
from app.settings import Settings, get_settings
from app.stewardship.keys import create_key, has_any_key
from app.terminal.console import err, errors_told, out

GRACE_S = 20
"""How long open requests may take to finish when the service stops."""


class PortTakenError(AppError):
    """The port is in use."""

    code = "port-taken"


def run(
    reload: Annotated[
        bool, typer.Option("--reload", help="Restart when a source file changes (for developers).")
    ] = False,
) -> None:
    """Prepare everything and serve: private PostGIS, schema, seed, first key, web server.

    Settings come from the environment, for example `STEMMAP_PORT=9000 stemmap run`.
    """
    settings = get_settings()
    with errors_told():
        _port_is_free(settings)
        with _signals_end_it(), database_url(settings, _detail, watched=True) as url:
            err.print("[green]✓[/] PostGIS answers")
            key = _prepare(url, settings)
            _announce(settings, key)
            _serve(url, settings, reload=reload)
    err.print("Stopped. Everything is kept in the database.")


def serve() -> None:
    """Serve only: the database is there and prepared already (see `stemmap db migrate` and `stemmap seed`)."""
    settings = get_settings()
    with errors_told():
        _port_is_free(settings)
        with _signals_end_it(), database_url(settings, watched=True) as url:
            _sweep(url, settings)
            _serve(url, settings)


def show_settings(
    markdown: Annotated[bool, typer.Option(help="As a Markdown table, for the documentation.")] = False,
) -> None:
    """List every setting: its environment variable, its value here and what it does."""
    settings = get_settings()
    rows = [
        (f"STEMMAP_{name.upper()}", str(getattr(settings, name)), field.description or "")
        for name, field in Settings.model_fields.items()
    ]
    if markdown:
        out.print(
            "\n".join(f"| `{name}` | {about} |" for name, _, about in rows), soft_wrap=True, markup=False
        )
        return
    table = Table("Variable", "Value", "Meaning")
    for row in rows:
        table.add_row(*row)
    out.print(table)


def _port_is_free(settings: Settings) -> None:
    """Say so before anything else is started when someone else listens there."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as failure:
            if failure.errno != errno.EADDRINUSE:
                raise AppError(
                    f"Cannot listen on {settings.host}:{settings.port}: {failure.strerror}."
                ) from failure
            raise PortTakenError(
                f"Port {settings.port} is in use. Choose another one: STEMMAP_PORT={settings.port + 1} make run"
            ) from failure


@contextmanager
def _signals_end_it() -> Iterator[None]:
    """Let SIGTERM and a closed terminal end the service as Ctrl-C does, so that the database is stopped too."""

    def leave(number: int, _: FrameType | None) -> None:
        raise SystemExit(128 + number)

    before = {number: signal.signal(number, leave) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    except KeyboardInterrupt:
        pass
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _step(title: str) -> Iterator[None]:
    """Print a step when it is done, with its seconds; a spinner while it runs on a terminal."""
    began = time.monotonic()
    with err.status(title):
        yield
    err.print(f"[green]✓[/] {title} [dim]({time.monotonic() - began:.1f} s)[/]")


def _detail(line: str) -> None:
    err.print(f"[dim]  {line}[/]")


def _prepare(url: str, settings: Settings) -> str | None:
    """Schema, seed and first key on the database at `url`; what is there already is left alone.

    Returns the admin key when it was made now.
    """
    from seed.load import seed_all

    engine = make_engine(url, settings, application="stemmap-prepare")
    database = Database(engine, settings)
    with _step("Schema is the newest"):
        migrate(engine)
    with _step("Reference geography and starter inventory are loaded"):
        seed_all(database, _detail)
    try_sweep(database, settings, at_start=True)
    key = _first_key(database)
    err.print(f"[green]✓[/] {_asset_count(database):,} assets in the inventory")
    engine.dispose()
    return key


def _asset_count(database: Database) -> int:
    with database.read() as session:
        return session.scalar(text("SELECT count(*) FROM asset WHERE deleted_at IS NULL")) or 0


def _sweep(url: str, settings: Settings) -> None:
    """Give up uploads that a crash left, where the database is prepared."""
    engine = make_engine(url, settings, application="stemmap-prepare")
    if current_revision(engine) == newest_revision():
        try_sweep(Database(engine, settings), settings, at_start=True)
    engine.dispose()


def _first_key(database: Database) -> str | None:
    """The admin key, when there was no key at all."""
    with database.write("setup") as session:
        if has_any_key(session):
            return None
        return create_key(session, database.settings, role="admin", states=[], label="first key")


def _announce(settings: Settings, key: str | None) -> None:
    """Where everything is; the new key last, where it does not scroll away."""
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104
    base = f"http://{host}:{settings.port}"
    for title, path in (
        ("Start here", "/"),
        ("Who is underserved", "/gaps?states=NM"),
        ("Find programs", "/browse"),
        ("Send an inventory", "/manage"),
        ("API", "/api/v1/openapi.json"),
        ("Health", "/readyz"),
    ):
        err.print(f"  {title:<20}[link={base}{path}]{base}{path}[/link]", soft_wrap=True)
    err.print(
        f"  {'Data':<20}{settings.home}" if settings.database_url is None else f"  {'Data':<20}your database"
    )
    err.print(f"  {'More keys':<20}.venv/bin/stemmap key create --role editor --state NM", soft_wrap=True)
    err.print("\nStop with [bold]Ctrl-C[/].\n")
    if key is not None:
        err.print(f"[bold]Admin key[/] (shown only now, keep it): [bold yellow]{key}[/]\n", soft_wrap=True)


def _serve(url: str, settings: Settings, *, reload: bool = False) -> None:
    import uvicorn

    options: dict[str, object] = {
        "host": settings.host,
        "port": settings.port,
        "log_level": "warning",
        "server_header": False,
        "timeout_graceful_shutdown": GRACE_S,
    }
    if settings.workers == 1 and not reload:
        from app.main import create_app

        app = create_app(settings.model_copy(update={"database_url": SecretStr(url)}))
        uvicorn.run(app, **options)  # type: ignore[arg-type]
        return
    os.environ["STEMMAP_DATABASE_URL"] = url  # how worker processes learn it
    os.environ.setdefault("STEMMAP_HOME", str(settings.home))
    uvicorn.run("app.main:create_app", factory=True, workers=settings.workers, reload=reload, **options)  # type: ignore[arg-type]

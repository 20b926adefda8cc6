"""`stemmap run` and `stemmap serve`: from an empty data folder to a service that answers, step by step."""

import errno
import logging
import os
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Annotated, Any

import typer
from pydantic import SecretStr

from app.db.engine import database_url
from app.errors import AppError
from app.settings import Settings, get_settings
from app.terminal.console import err, errors_told
from app.terminal.prepare import detail, prepare, sweep
from app.terminal.protocol import BoundedHeads

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
    with _gone_at_once(), errors_told():
        _port_is_free(settings)
        with _signals_end_it(), database_url(settings, detail, watched=True) as url:
            err.print("[green]✓[/] PostGIS answers")
            key = prepare(url, settings)
            tell_what_is_not_set(settings)
            _announce(settings, key)
            _serve(url, settings, reload=reload)
        err.print("Stopped. Everything is kept in the database.")


def serve() -> None:
    """Serve only: the database is there and prepared already (see `stemmap db migrate` and `stemmap seed`)."""
    settings = get_settings()
    with _gone_at_once(), errors_told():
        _port_is_free(settings)
        with _signals_end_it(), database_url(settings, watched=True) as url:
            sweep(url, settings)
            tell_what_is_not_set(settings)
            _serve(url, settings)


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
def _gone_at_once() -> Iterator[None]:
    """End the process when the block has ended well or by a signal.

    By then all is closed; taking Python apart object by object would take longer than all of that.
    """
    code = 0
    try:
        yield
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


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


def tell_what_is_not_set(settings: Settings) -> None:
    """Warn of what visitors miss while it is not set."""
    if settings.public_email is None:
        err.print(
            "[yellow]No contact address is set:[/] pages name none, and files name "
            f"{settings.contact_email}, which nobody reads. Set STEMMAP_CONTACT_EMAIL.\n",
            soft_wrap=True,
        )


def server_options(settings: Settings) -> dict[str, Any]:
    """How uvicorn is to listen: where, whom it believes, how it reads, how long it finishes."""
    return {
        "host": settings.host,
        "port": settings.port,
        "log_level": "warning",
        "server_header": False,
        "timeout_graceful_shutdown": GRACE_S,
        "forwarded_allow_ips": list(settings.trusted_proxies),
        "http": BoundedHeads,
    }


def _serve(url: str, settings: Settings, *, reload: bool = False) -> None:
    import uvicorn

    options = server_options(settings)
    if settings.workers == 1 and not reload:
        from app.main import create_app

        app = create_app(settings.model_copy(update={"database_url": SecretStr(url)}))
        uvicorn.run(app, **options)
        return
    os.environ["STEMMAP_DATABASE_URL"] = url  # how worker processes learn it
    os.environ.setdefault("STEMMAP_HOME", str(settings.home))
    uvicorn.run("app.main:create_app", factory=True, workers=settings.workers, reload=reload, **options)

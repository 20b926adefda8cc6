"""The two streams of every command: answers on standard output, progress and errors on standard error."""

import getpass
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer
from rich.console import Console

from app.db.engine import Database, owner_engine
from app.db.failures import app_error_of
from app.db.schema import current_revision, newest_revision
from app.errors import AppError
from app.settings import Settings, get_settings

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)

_NAME = "stemmap"
EXIT_REFUSED = 1
"""The command was understood but could not be done."""


def actor() -> str:
    """Who runs the command, for the audit trail."""
    try:
        return f"cli:{getpass.getuser()}"
    except (KeyError, OSError):
        return "cli"


def program() -> str:
    """This program as it was called, for the next command that is advised."""
    called = Path(sys.argv[0])
    if called.name != _NAME or shutil.which(_NAME) == str(called):
        return _NAME
    return str(called)


@contextmanager
def errors_told() -> Iterator[None]:
    """Print an AppError (or what a database failure amounts to) as one clear text and exit with EXIT_REFUSED."""
    try:
        yield
    except AppError as error:
        _tell(error)
    except Exception as failure:
        error_of = app_error_of(failure)
        if error_of is None:
            raise
        _tell(error_of)


def _tell(error: AppError) -> None:
    err.print(f"[bold red]{error.title}:[/] {error.detail}", soft_wrap=True)
    if error.accepted:
        err.print("Accepted: " + ", ".join(error.accepted), soft_wrap=True)
    raise typer.Exit(EXIT_REFUSED)


class NotPreparedError(AppError):
    """The database is not prepared for this version: run `stemmap seed` (`make run` does it too)."""

    code = "not-prepared"


@contextmanager
def opened_database(settings: Settings | None = None, *, any_schema: bool = False) -> Iterator[Database]:
    """The database for one command, errors told; the private one is started when nobody runs it.

    With `any_schema` the command itself deals with a schema that is missing or old.
    """
    settings = settings or get_settings()
    with errors_told(), owner_engine(settings, _say) as engine:
        if not any_schema and current_revision(engine) != newest_revision():
            raise NotPreparedError
        yield Database(engine, settings)


def _say(line: str) -> None:
    err.print(f"[dim]{line}[/]")

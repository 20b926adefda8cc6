"""`stemmap snapshot`: today's data as files in every format, for `/downloads`."""

from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from app.catalog.bulk.formats import FORMATS, Format
from app.catalog.bulk.shelf import ALL, shelf
from app.catalog.bulk.snapshots import take_snapshots
from app.errors import AppError, BadParameterError
from app.settings import Settings
from app.terminal.console import err, opened_database, out
from app.vocabulary.codes import STATES, state_of


class NoPublicAddressError(AppError):
    """STEMMAP_PUBLIC_URL is not set."""

    status = 409
    code = "no-public-address"


def snapshot(
    state: Annotated[
        list[str] | None,
        typer.Option(help="Only this state, for example NM, or `all` for one set of all; repeatable."),
    ] = None,
    format_: Annotated[
        list[str] | None, typer.Option("--format", help="Only this format, for example parquet; repeatable.")
    ] = None,
    yes: Annotated[
        bool,
        typer.Option("--yes", help="Write even where files would name an address of this machine alone."),
    ] = False,
) -> None:
    """Write the data as files: every state that has assets, and all together, in every format.

    The files are what `/downloads` offers. When the data has not changed since the last time, nothing is written.
    To have them every night, put a line like this into the crontab of the service's user:

    `10 2 * * *  cd /srv/stemmap && .venv/bin/stemmap snapshot`

    Examples: `stemmap snapshot` · `stemmap snapshot --state NM --state UT --format csv --format parquet`
    """
    with opened_database() as database:
        states, formats = _states(state or []), _formats(format_ or [])
        _warn_of_address(database.settings, sure=yes)
        with _progress() as progress:
            task = progress.add_task("Snapshots", total=len(states) or None)

            def say(now: str, done: bool) -> None:
                progress.update(
                    task, advance=int(done), description=STATES.label(now) if now != ALL else "All states"
                )

            version, written = take_snapshots(database, states, formats, _root(database.settings), say)
        where = shelf(database.settings) / f"v{version}"
        if written:
            out.print(
                f"Written: {', '.join(written)} of data version {version} in {where}",
                markup=False,
                soft_wrap=True,
            )
        else:
            out.print(
                f"Nothing to do: data version {version} is in {where} already.", markup=False, soft_wrap=True
            )


def _warn_of_address(settings: Settings, *, sure: bool) -> None:
    """Files that never change would be cited by an address that nobody else can open: not without being sure."""
    if settings.public_url:
        return
    said = (
        f"STEMMAP_PUBLIC_URL is not set: the files, which never change, would be cited by {_root(settings)}, "
        "which nobody else can open. Set it to how the world reaches this service, for example "
        "STEMMAP_PUBLIC_URL=https://stem.example"
    )
    if not sure:
        raise NoPublicAddressError(f"{said}, or say --yes to write them all the same.")
    err.print(f"{said}.", markup=False, soft_wrap=True)


def _progress() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=err, transient=True)


def _root(settings: Settings) -> str:
    return (settings.public_url or f"http://{settings.host}:{settings.port}").rstrip("/")


def _states(given: list[str]) -> list[str]:
    return [_state(each) for each in dict.fromkeys(given)]


def _state(text: str) -> str:
    if text.lower() == ALL:
        return ALL
    code = state_of(text)
    if code is None:
        raise BadParameterError(f"There is no state {text!r}.", parameter="state", accepted=[ALL, *STATES])
    return code


def _formats(given: list[str]) -> list[Format]:
    for each in given:
        if each not in FORMATS:
            raise BadParameterError(f"There is no format {each!r}.", parameter="format", accepted=FORMATS)
    return [FORMATS[each] for each in dict.fromkeys(given)] or list(FORMATS.values())

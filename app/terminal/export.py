"""`stemmap export NM --columns own`: a state's inventory as a file."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Annotated

import typer

from app.errors import BadParameterError
from app.inventory.export import KINDS, Kind, Layout, find_layout, rows
from app.inventory.export_files import as_csv, write_xlsx
from app.terminal.console import err, opened_database
from app.vocabulary.codes import STATES, state_of

_FORMS = (".csv", ".xlsx")


def export(
    state: Annotated[str, typer.Argument(help="The state, for example NM.")],
    columns: Annotated[
        str, typer.Option(help="own: those of the state's newest file; ours: the template's.")
    ] = "own",
    source: Annotated[str | None, typer.Option(help="Only rows of this source.")] = None,
    out: Annotated[
        Path | None, typer.Option(help="A file ending in .csv or .xlsx; default: CSV on standard output.")
    ] = None,
    public: Annotated[bool, typer.Option("--public", help="Only what everyone may see.")] = False,
) -> None:
    """Write a state's inventory, in its own columns or in ours.

    Example: `stemmap export NM --columns own --out nm.csv`
    """
    with opened_database() as database:
        code, kind = _checked(state, columns, out)
        with database.read(database.settings.write_timeout_s) as session:
            layout = find_layout(session, code, kind, source)
            layout = layout.for_everyone() if public else layout
            lines = rows(session, code, layout, everything=not public)
            with _opened(out) as file:
                _write(layout, lines, file, out)
        if out is not None:
            err.print(f"Written: {out}", markup=False)


def _checked(state: str, columns: str, out: Path | None) -> tuple[str, Kind]:
    code = state_of(state)
    if code is None:
        raise BadParameterError(f"There is no state {state!r}.", parameter="state", accepted=STATES)
    if columns not in KINDS:
        raise BadParameterError("--columns is own or ours.", parameter="columns", accepted=KINDS)
    if out is not None and out.suffix.lower() not in _FORMS:
        raise BadParameterError("Say by its name which form the file has.", accepted=_FORMS)
    return code, columns


@contextmanager
def _opened(out: Path | None) -> Iterator[IO[bytes]]:
    if out is None:
        yield sys.stdout.buffer
        return
    with out.open("wb") as file:
        yield file


def _write(layout: Layout, lines: Iterator[list[str]], file: IO[bytes], out: Path | None) -> None:
    if out is not None and out.suffix.lower() == ".xlsx":
        write_xlsx(layout.header, lines, file)
    else:
        file.writelines(as_csv(layout.header, lines))

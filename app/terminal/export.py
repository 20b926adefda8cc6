"""`stemmap export NM --columns own`: a state's inventory as a file."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Annotated

import typer

from app.errors import BadParameterError
from app.inventory.export import KINDS, Kind, Layout, assets_of, find_layout, rows
from app.inventory.export_files import as_csv, write_xlsx
from app.inventory.formulas import guarded
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
            written = _Written()
            lines = written.watch(rows(session, code, layout, everything=not public))
            with _opened(out) as file:
                _write(layout, lines, file, out)
            there = assets_of(session, code, everything=not public)
        for said in written.said(there, layout, out):
            err.print(said, markup=False, soft_wrap=True)


@dataclass
class _Written:
    """What went into the file, to say so below it."""

    rows: int = 0
    marked: int = 0
    """Cells that got an apostrophe in a CSV."""

    def watch(self, lines: Iterator[list[str]]) -> Iterator[list[str]]:
        """The same lines, counted."""
        for line in lines:
            self.rows += 1
            self.marked += sum(guarded(cell) != cell for cell in line)
            yield line

    def said(self, there: int, layout: Layout, out: Path | None) -> Iterator[str]:
        """How much of the state's inventory it is, how to get the rest, and what was changed in its cells."""
        yield f"Written{f' to {out}' if out else ''}: {self.rows:,} of {there:,} assets."
        if self.rows < there and layout.source_name is not None:
            yield (
                f"These are from “{layout.source_name}”. All of them: --columns ours. "
                "Those of another source, in its own columns: --source NAME."
            )
        if self.marked and not _is_workbook(out):
            yield (
                f"{self.marked:,} cells begin like a formula and got an apostrophe in front, so that no spreadsheet "
                "program runs them. Uploading takes it off again; a file ending in .xlsx needs none."
            )


def _is_workbook(out: Path | None) -> bool:
    return out is not None and out.suffix.lower() == ".xlsx"


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
    if _is_workbook(out):
        write_xlsx(layout.header, lines, file)
    else:
        file.writelines(as_csv(layout.header, lines))

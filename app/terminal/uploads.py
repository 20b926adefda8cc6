"""`stemmap uploads`: the newest uploads."""

from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from app.errors import BadParameterError
from app.inventory.report import UploadReport, recent_uploads
from app.inventory.statuses import within_sentence
from app.terminal.console import opened_database, out
from app.terminal.words import COUNTS
from app.vocabulary.codes import STATES, state_of

_COUNTS = ("added", "changed", "unchanged", "refused")


def uploads(
    state: Annotated[str | None, typer.Option(help="Only uploads of this state.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many.")] = 20,
) -> None:
    """List the newest uploads: number, state, status, file, counts, when and by whom.

    Example: `stemmap uploads --state NM`
    """
    with opened_database() as database:
        code = None if state is None else state_of(state)
        if state is not None and code is None:
            raise BadParameterError(f"There is no state {state!r}.", parameter="state", accepted=STATES)
        with database.read() as session:
            found = recent_uploads(session, None if code is None else [code], limit)
    if not found:
        out.print("There are no uploads yet.")
        return
    table = Table(title="Uploads, newest first")
    table.add_column("No.", no_wrap=True)
    table.add_column("About", overflow="fold")
    for report in found:
        table.add_row(report.number, _about(report))
    out.print(table)


def _about(report: UploadReport) -> str:
    when = report.applied_at or report.created_at
    counts = ", ".join(
        f"{report.counts[name]:,} {COUNTS[name]}" for name in _COUNTS if report.counts.get(name)
    )
    stands = f"{report.state or 'several states'} {within_sentence(report.status)}"
    first = f"{stands} {when:%Y-%m-%d %H:%M} by {report.created_by}"
    return escape(f"{first}: {report.file_name}" + (f" ({counts})" if counts else ""))

"""`stemmap undo ID`: take a published upload back."""

import sys
from typing import Annotated

import typer
from rich.markup import escape

from app.inventory.report import UploadReport, load_report, upload_numbered
from app.inventory.undo import undo_upload
from app.terminal.console import opened_database, out
from app.terminal.upload import actor


def undo(
    upload_id: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help="The upload's number from `stemmap uploads`, or its first characters, four at least.",
        ),
    ],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> None:
    """Put everything an upload wrote back to what it was before; refused where others wrote the same since.

    Example: `stemmap undo 0b1c9c2e`
    """
    with opened_database() as database:
        with database.read() as session:
            number = upload_numbered(session, upload_id)
            report = load_report(session, number, 1)
        if not yes and sys.stdin.isatty():
            typer.confirm(f"Undo {_named(report)}?", abort=True)
        undone = undo_upload(database, database.settings, number, actor())
        out.print(f"[bold green]Undone:[/] {escape(_named(undone))}", soft_wrap=True)


def _named(report: UploadReport) -> str:
    return f"{report.number}, {report.file_name} of {report.state or 'several states'}"

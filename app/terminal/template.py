"""`stemmap template --out FILE`: the file a state may start from, and the data dictionary."""

from pathlib import Path
from typing import Annotated, Final

import typer

from app.errors import BadParameterError
from app.inventory.dictionary import as_markdown
from app.inventory.template import template_csv, template_xlsx
from app.terminal.console import err, errors_told

NAME: Final = "stemmap-template.xlsx"


def template(
    out: Annotated[
        Path | None,
        typer.Option(
            help=f"Where to write it: a name ending in .xlsx or .csv; default: {NAME}, if it is free."
        ),
    ] = None,
    dictionary: Annotated[
        bool, typer.Option("--dictionary", help="Print the data dictionary as Markdown instead.")
    ] = False,
) -> None:
    """Write an inventory template with two example rows.

    Example: `stemmap template --out inventory.xlsx`
    """
    if dictionary:
        typer.echo(as_markdown(), nl=False)
        return
    with errors_told():
        _write(out)


def _write(out: Path | None) -> None:
    makers = {".xlsx": template_xlsx, ".csv": template_csv}
    if out is None:
        out = Path(NAME)
        if out.exists():
            raise BadParameterError(
                f"There is a {NAME} here already: name another file with --out.", parameter="out"
            )
    if out.suffix.lower() not in makers:
        raise BadParameterError("Say where to write the template: --out inventory.xlsx", accepted=makers)
    out.write_bytes(makers[out.suffix.lower()]())
    err.print(f"Written: {out}", markup=False)

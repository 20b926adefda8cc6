"""`stemmap settings`: every setting with its value here."""

from typing import Annotated

import typer
from rich.table import Table

from app.settings import Settings, get_settings
from app.terminal.console import out


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

"""The `stemmap` command: which subcommands there are and where they live.

A subcommand's module is imported when it is used: `stemmap key create` should not wait for the numerics of
`stemmap coverage`.
"""

from importlib import import_module
from typing import Any, Final

import typer
from pydantic import ValidationError
from typer.core import TyperGroup

COMMANDS: Final = {
    "run": "app.terminal.service:run",
    "serve": "app.terminal.service:serve",
    "upload": "app.terminal.upload:upload",
    "template": "app.terminal.template:template",
    "export": "app.terminal.export:export",
    "uploads": "app.terminal.uploads:uploads",
    "undo": "app.terminal.undo:undo",
    "load": "app.terminal.load:load",
    "coverage": "app.terminal.coverage_commands:app",
    "snapshot": "app.terminal.snapshot:snapshot",
    "key": "app.terminal.keys:app",
    "partner": "app.terminal.partners:app",
    "seed": "app.terminal.database:seed",
    "db": "app.terminal.database:app",
    "settings": "app.terminal.settings:show_settings",
}
"""Each subcommand, in the order `--help` lists them: the module and the function or group of commands in it."""


class Commands(TyperGroup):
    """A group that imports its commands when they are asked for."""

    def list_commands(self, ctx: Any) -> list[str]:
        """All names, in our order."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of that name, None when there is none."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name].partition(":")
        found = getattr(import_module(module), attribute)
        if not isinstance(found, typer.Typer):
            single = typer.Typer(
                rich_markup_mode="markdown", pretty_exceptions_enable=False, add_completion=False
            )
            single.command(cmd_name)(found)
            found = single
        command = typer.main.get_command(found)
        command.name = cmd_name
        return command


app = typer.Typer(
    name="stemmap",
    cls=Commands,
    help="The STEM asset map: run the service, load inventories, ask who is underserved.",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    add_completion=False,
)


@app.callback()
def _about() -> None:
    """Hold the subcommands."""


def main() -> None:
    """Entry point of the installed command; a setting that makes no sense is named, not traced."""
    try:
        app()
    except ValidationError as failure:
        for each in failure.errors(include_url=False):
            name = "STEMMAP_" + "_".join(str(part) for part in each["loc"]).upper()
            typer.echo(f"{name}: {each['msg']} (see docs/settings.md)", err=True)
        raise SystemExit(2) from None


if __name__ == "__main__":
    main()

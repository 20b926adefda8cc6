"""`stemmap coverage …`: the plain question, and what else can be asked, each a command of its own."""

from typing import Any

import typer
from typer.core import TyperGroup

from app.terminal.coverage import coverage
from app.terminal.coverage_ladder import ladder
from app.terminal.coverage_runs import compare, repeat, run, show
from app.terminal.coverage_sites import siting, what_if
from app.terminal.coverage_travel import app as travel

_PLAIN = "ask"
_ALSO = "Also: " + " · ".join(
    f"`stemmap coverage {name} --help`"
    for name in ("siting", "what-if", "ladder", "run", "show", "repeat", "compare", "travel")
)


class CoverageGroup(TyperGroup):
    """Commands by name; without one the plain question is asked, as `stemmap coverage` always was."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the plain command first where none is named."""
        if not args or args[0] not in self.commands:
            args = [_PLAIN, *args]
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command; the plain one goes by the name of the group."""
        name, command, rest = super().resolve_command(ctx, args)
        return ("" if name == _PLAIN else name), command, rest


app = typer.Typer(
    cls=CoverageGroup, rich_markup_mode="markdown", pretty_exceptions_enable=False, add_completion=False
)
app.command(_PLAIN, hidden=True, epilog=_ALSO)(coverage)
app.command("siting")(siting)
app.command("what-if")(what_if)
app.command("ladder")(ladder)
app.command("run")(run)
app.command("show")(show)
app.command("repeat")(repeat)
app.command("compare")(compare)
app.add_typer(travel, name="travel")

"""`stemmap coverage run`, `show`, `repeat` and `compare`: analyses that are kept and can be cited."""

import time
from collections.abc import Callable
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from app.clock import today
from app.coverage.runs import service
from app.coverage.runs.citing import citation
from app.coverage.runs.desk import RunDesk
from app.coverage.runs.service import Kept
from app.coverage.studies.asked import parse_study
from app.db.engine import Database
from app.errors import AppError
from app.terminal.console import err, opened_database, out
from app.terminal.coverage_writing import Form, named, printed, rows_table, written

_LOOK_EVERY_S = 0.2
_MEASURES = {"people_beyond": "People beyond", "people_in_a_gap": "People in a gap, by definition"}
RunId = Annotated[str, typer.Argument(help="The run's id, like run-7k3m9q2x.")]


class RunFailedError(AppError):
    """The run failed."""

    code = "run-failed"


def run(
    study: Annotated[str, typer.Argument(help="coverage, agreement, siting, what-if or hotspots.")],
    given: Annotated[
        list[str] | None,
        typer.Argument(help="What is asked, as name=value: states=WY sites=10 method=exact."),
    ] = None,
    form: Annotated[Form, typer.Option("--format", help="Write the result as.")] = Form.table,
) -> None:
    """Do an analysis to its end, keep it with all it was computed from, and say how to cite it. Ctrl-C cancels it.

    Examples:

    `stemmap coverage run siting states=WY discipline=computing sites=10 method=exact`

    `stemmap coverage run hotspots states=US areas=county distance=25mi`

    `stemmap coverage run agreement states=NM presets=P4,P12,P18`

    `stemmap coverage run what-if states=WY 'add=[[-107.2, 41.8]]'`
    """
    with opened_database() as database:
        asked = parse_study(study, named(given or ()), database.settings)
        _told(database, lambda desk: service.start(desk, asked, today(), None), form)


def show(
    run_id: RunId, form: Annotated[Form, typer.Option("--format", help="Write it as.")] = Form.table
) -> None:
    """Show a run and its result.

    Example: `stemmap coverage show run-7k3m9q2x --format csv`
    """
    with opened_database() as database:
        _shown(database, service.look(database, run_id), form)


def repeat(
    run_id: RunId,
    on: Annotated[
        str, typer.Option(help="kept: what it was computed from; today: the data of now.")
    ] = "kept",
    form: Annotated[Form, typer.Option("--format", help="Write the result as.")] = Form.table,
) -> None:
    """Compute a run again and say whether the numbers are the same.

    Example: `stemmap coverage repeat run-7k3m9q2x --on today`
    """
    if on not in ("kept", "today"):
        raise typer.BadParameter("kept or today", param_hint="--on")
    with opened_database() as database:
        same = on == "kept"
        _told(
            database,
            lambda desk: service.repeat(desk, database, run_id, today(), None, same_inputs=same),
            form,
        )


def compare(first: RunId, second: Annotated[str, typer.Argument(help="The later run.")]) -> None:
    """Say what changed between two runs, and how much of it is because of demand, supply and parameters.

    Example: `stemmap coverage compare run-7k3m9q2x run-9x2q7k3m`
    """
    with opened_database() as database:
        found = service.compare(database, first, second)
    out.print(rows_table(_MEASURES[found["measure"]], [_flat(row) for row in found["groups"]]))
    areas = [{"area": each["name"], **_flat(row)} for each in found["areas"][:12] for row in each["groups"]]
    if areas:
        out.print(rows_table("Areas with most change", areas))
    for name, (before, after) in found["parameters_changed"].items():
        out.print(escape(f"{name}: {before} → {after}"))
    out.print(f"[dim]{escape(found['method'])}[/]")


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    causes = {f"by {cause}": round(value, 1) for cause, value in row["because_of"].items()}
    own = {name: value for name, value in row.items() if name != "because_of"}
    return {
        name: round(value, 1) if isinstance(value, float) else value for name, value in own.items()
    } | causes


def _told(database: Database, begin: Callable[[RunDesk], str], form: Form) -> None:
    """Begin a run, wait for it with a line that says how far it is, and show it."""
    desk = RunDesk(database)
    try:
        run_id = begin(desk)
        try:
            kept = _waited(database, run_id)
        except KeyboardInterrupt:
            desk.cancel(run_id)
            err.print(f"{run_id} is cancelled.")
            raise typer.Exit(130) from None
    finally:
        desk.close()
    _shown(database, kept, form)


def _waited(database: Database, run_id: str) -> Kept:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True) as shown:
        task = shown.add_task(run_id)
        while True:
            kept = service.look(database, run_id)
            if kept.run.over:
                return kept
            shown.update(task, description=escape(f"{run_id}: {_how_far(kept)}"))
            time.sleep(_LOOK_EVERY_S)


def _how_far(kept: Kept) -> str:
    progress = kept.run.progress
    share = progress.get("share_of_best")
    sure = f", at least {100 * share:.2f} % of the best" if share is not None else ""
    return str(progress.get("step", kept.run.status)) + sure


def _shown(database: Database, kept: Kept, form: Form) -> None:
    run_now, result = kept.run, kept.result
    if run_now.error:
        raise RunFailedError(f"{run_now.id} failed: {run_now.error['detail']}")
    if result is None:
        out.print(f"{run_now.id} is {run_now.status}: {_how_far(kept)}.")
        return
    if form is not Form.table:
        written(database, result, form, None)
        return
    printed(result)
    if "repeat" in result:
        same = "the same numbers as" if result["repeat"]["same_numbers"] else "other numbers than"
        out.print(f"[bold]{same} {result['repeat']['of']}[/]")
    publisher, root = database.settings.publisher_name, database.settings.public_url or ""
    out.print(escape(citation(run_now, publisher, f"{root}/api/v1/coverage/runs/{run_now.id}")))

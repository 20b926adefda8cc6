"""`stemmap coverage ladder`: of each area the first grade band without a program within the distance."""

from typing import Annotated, Any

import typer

from app.clock import today
from app.coverage.studies.asking import turn
from app.coverage.studies.rungs import ladder_answer, parse_ladder
from app.settings import get_settings
from app.terminal.console import errors_told, opened_database, out
from app.terminal.coverage_options import Circuity, Minutes, Travel, how_far
from app.terminal.coverage_sites import Areas, Distance, States, Texts, Where, Write
from app.terminal.coverage_writing import Form, rows_table, written


def ladder(
    states: States = None,
    distance: Distance = None,
    travel: Travel = None,
    minutes: Minutes = None,
    circuity: Circuity = None,
    population: Annotated[str, typer.Option(help="Whose people: total, girls-5-17 …")] = "total",
    areas: Areas = "county",
    where: Where = None,
    bands: Annotated[Texts, typer.Option(help="The rungs: elementary, middle, high, college …")] = None,
    form: Write = Form.table,
) -> None:
    """Say which grade band is the first one missing on the way up, area by area.

    Example: `stemmap coverage ladder --states WY --filter discipline=computing --areas county`
    """
    pairs = [("areas", areas), ("population", population)]
    pairs += [("states", text) for text in states or ()] + [("bands", text) for text in bands or ()]
    pairs += [(name, value) for name, _, value in (text.partition("=") for text in where or ())]
    settings = get_settings()
    with errors_told():
        pairs += [(name, str(each)) for name, each in how_far(distance, travel, minutes, circuity).items()]
        asked = parse_ladder(pairs, settings)
    with opened_database() as database:
        with turn(database) as session:
            answer = ladder_answer(asked, session, settings, today())
        if form is Form.table:
            _print(answer)
        else:
            written(database, answer, form, None)


def _print(answer: dict[str, Any]) -> None:
    people = answer["people_by_first_missing"]
    out.print(rows_table("People by first missing band", [people]))
    if answer["areas"]:
        out.print(rows_table("By area", answer["areas"], skip=("lon", "lat")))
    out.print(f"[dim]{answer['method']}[/]")

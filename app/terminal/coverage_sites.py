"""`stemmap coverage siting` and `what-if`: where next, and what would change."""

from pathlib import Path
from typing import Annotated, Any

import orjson
import typer

from app.clock import today
from app.coverage.studies.asked import parse_study
from app.coverage.studies.asking import answer_now
from app.errors import BadParameterError, InvalidFileError
from app.settings import get_settings
from app.terminal.console import errors_told, opened_database
from app.terminal.coverage_options import Circuity, Minutes, Travel, how_far
from app.terminal.coverage_writing import Form, named, written

Texts = list[str] | None
States = Annotated[Texts, typer.Option(help="States asked about: NM, or NM,UT; US for all. Six by default.")]
Distance = Annotated[str | None, typer.Option(help="How far people go, with unit: 25mi unless given, 40km.")]
Population = Annotated[
    Texts, typer.Option(help="Whose people; repeat for more, with a weight: total=1 --population poverty=2.")
]
Areas = Annotated[str, typer.Option(help="Areas of the answer: county, zip or state.")]
Where = Annotated[
    Texts, typer.Option("--filter", help="Assets that count, as name=value: discipline=computing.")
]
Write = Annotated[Form, typer.Option("--format", help="Write it as.")]
To = Annotated[Path | None, typer.Option("--out", help="Write to this file.")]


def siting(
    states: States = None,
    distance: Distance = None,
    travel: Travel = None,
    minutes: Minutes = None,
    circuity: Circuity = None,
    population: Population = None,
    areas: Areas = "county",
    where: Where = None,
    sites: Annotated[int, typer.Option(help="How many new sites at most.")] = 5,
    candidates: Annotated[
        str, typer.Option(help="Where they may be: places, institutions, zip or points.")
    ] = "places",
    points: Annotated[Path | None, typer.Option(help="A GeoJSON file of candidate points.")] = None,
    method: Annotated[
        str, typer.Option(help="greedy (at once), whole (fewest for everybody) or seats.")
    ] = "greedy",
    seats: Annotated[float | None, typer.Option(help="Method seats: seats of each new site.")] = None,
    target: Annotated[
        float | None, typer.Option(help="Method seats: seats per person that are enough.")
    ] = None,
    form: Write = Form.table,
    to: To = None,
) -> None:
    """Say where the next sites would newly reach most people, and how good that choice is at least.

    For the proof: `stemmap coverage run siting method=exact …`.

    Examples:

    `stemmap coverage siting --states WY --filter discipline=computing --sites 10`

    `stemmap coverage siting --states NM --population total=1 --population poverty=2 --candidates institutions`

    `stemmap coverage siting --states UT --method seats --seats 30 --target 0.01 --format geojson --out sites.geojson`

    `stemmap coverage siting --states NM --candidates zip --travel drive --minutes 30`
    """
    given: dict[str, Any] = {"areas": areas, "sites": sites, "method": method}
    given |= {"seats": seats, "target": target} if method == "seats" else {}
    with errors_told():
        given |= {"points": _file(points)} if points else {"candidates": candidates}
        given |= shared(states, population, where) | how_far(distance, travel, minutes, circuity)
        study = parse_study("siting", given, get_settings())
    with opened_database() as database:
        written(database, answer_now(database, study, today()), form, to)


def what_if(
    states: States = None,
    distance: Distance = None,
    travel: Travel = None,
    minutes: Minutes = None,
    circuity: Circuity = None,
    population: Population = None,
    areas: Areas = "county",
    where: Where = None,
    add: Annotated[Texts, typer.Option(help="A site that opens, as LON,LAT; repeat for more.")] = None,
    remove: Annotated[Texts, typer.Option(help="An asset that closes, by its id; repeat for more.")] = None,
    move: Annotated[Texts, typer.Option(help="An asset that moves, as ID=LON,LAT; repeat for more.")] = None,
    form: Write = Form.table,
    to: To = None,
) -> None:
    """Say who would gain and who would lose if sites opened, closed or moved.

    Examples:

    `stemmap coverage what-if --states WY --add=-107.2,41.8`

    `stemmap coverage what-if --states NM --remove 0b1c9c2e-6a0e-4a5c-9b77-1f4b8a1f6c11 --areas zip --format csv`
    """
    with errors_told():
        moved = [{"id": text.partition("=")[0], **_point(text.partition("=")[2])} for text in move or ()]
        given: dict[str, Any] = {"areas": areas, **shared(states, population, where)}
        given |= how_far(distance, travel, minutes, circuity)
        given |= {"add": [_point(text) for text in add or ()], "remove": remove or [], "move": moved}
        study = parse_study("what-if", given, get_settings())
    with opened_database() as database:
        written(database, answer_now(database, study, today()), form, to)


def shared(states: Texts, population: Texts, where: Texts) -> dict[str, Any]:
    """What every study is asked with, as names of its JSON object. Raises BadParameterError."""
    given: dict[str, Any] = named(where or ())
    given |= {"states": states} if states else {}
    return given | ({"population": _weights(population)} if population else {})


def _weights(texts: list[str]) -> dict[str, Any]:
    parts = [text.partition("=") for text in texts]
    return {group.strip(): _number(weight) if sign else 1.0 for group, sign, weight in parts}


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise BadParameterError(f"`{text[:40]}` is no number.") from None


def _point(text: str) -> dict[str, float]:
    lon, sign, lat = text.partition(",")
    if not sign:
        raise BadParameterError(f"`{text[:80]}` is no point: write LON,LAT in degrees, longitude first.")
    return {"lon": _number(lon), "lat": _number(lat)}


def _file(path: Path) -> Any:
    try:
        return orjson.loads(path.read_bytes())
    except (OSError, orjson.JSONDecodeError) as failure:
        raise InvalidFileError(f"{path} cannot be read as GeoJSON: {failure}.") from failure

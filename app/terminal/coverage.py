"""`stemmap coverage`: who is underserved, as a table, JSON, CSV or GeoJSON; the same answer as the API's."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from app.clock import today
from app.coverage.agreed import presets_asked
from app.coverage.analyses import agreement_of, hotspots_of
from app.coverage.answers import answer_of
from app.coverage.asked import several
from app.coverage.presets import PRESETS, Preset, preset_of
from app.coverage.question import parse_question
from app.errors import BadParameterError
from app.settings import get_settings
from app.terminal.console import err, errors_told, opened_database
from app.terminal.coverage_analyses import tell_agreement, tell_hotspots
from app.terminal.coverage_forms import Asked, Format, check_map, write_bytes, write_map
from app.terminal.coverage_options import travel_pairs
from app.terminal.coverage_picture import PAGES, PICTURES
from app.terminal.coverage_telling import body_of, map_of, print_answer

Texts = list[str] | None


def coverage(
    areas: Annotated[
        str, typer.Option(help="How people are grouped: county, zip, tract, state …")
    ] = "county",
    states: Annotated[
        Texts, typer.Option(help="States asked about: NM, or NM,UT; US for all. Six by default.")
    ] = None,
    distance: Annotated[
        str | None, typer.Option(help="Beyond how far, with unit: 25mi unless given, 40km.")
    ] = None,
    travel: Annotated[
        str | None, typer.Option(help="Measure by a travel table: its name, or a CSV or Parquet file.")
    ] = None,
    minutes: Annotated[
        float | None, typer.Option(help="With --travel: beyond how many minutes (30 unless given).")
    ] = None,
    population: Annotated[str, typer.Option(help="Whose people: total, age-under-19, hispanic …")] = "total",
    kind: Annotated[Texts, typer.Option(help="Assets: institution, program, opportunity.")] = None,
    subtype: Annotated[Texts, typer.Option(help="Assets: university, camp, museum …")] = None,
    discipline: Annotated[Texts, typer.Option(help="Assets: engineering, computing …")] = None,
    state: Annotated[Texts, typer.Option(help="Only assets of these states (areas are --states).")] = None,
    grade: Annotated[Texts, typer.Option(help="Assets that serve a grade: K, 7, postsecondary …")] = None,
    band: Annotated[Texts, typer.Option(help="Assets that serve a band: middle, high …")] = None,
    audience: Annotated[Texts, typer.Option(help="Assets designed for: women-girls, rural …")] = None,
    cost: Annotated[Texts, typer.Option(help="Assets by cost: free, under-25 …")] = None,
    q: Annotated[str | None, typer.Option(help="Assets by words.")] = None,
    where: Annotated[
        Texts, typer.Option("--filter", help="Any other filter of the API as name=value: season=summer.")
    ] = None,
    measure: Annotated[
        str, typer.Option(help="nearest, count, seats, 2sfca, e2sfca, 3sfca, bfca, raam, gravity, ratio …")
    ] = "nearest",
    decay: Annotated[str | None, typer.Option(help="dai, binary, kwan, luo-qi-slow, wan …")] = None,
    weight: Annotated[str | None, typer.Option(help="What an asset counts: one or seats.")] = None,
    below: Annotated[
        str | None, typer.Option(help="Where a gap begins: a number, or 50% of the mean person's.")
    ] = None,
    circuity: Annotated[float, typer.Option(help="Roads are so much longer than straight lines.")] = 1.0,
    rural_distance: Annotated[str | None, typer.Option(help="Another distance in rural counties.")] = None,
    include: Annotated[Texts, typer.Option(help="statewide, national, virtual assets, too.")] = None,
    groups: Annotated[Texts, typer.Option(help="Groups to compare: hispanic,black … or all.")] = None,
    reference: Annotated[str | None, typer.Option(help="The group to compare with: total.")] = None,
    preset: Annotated[str | None, typer.Option(help="Judge by a published definition: P1 to P19.")] = None,
    agreement: Annotated[
        str | None, typer.Option(help="Under how many presets areas are a gap: P1,P4,P12 or all.")
    ] = None,
    hotspots: Annotated[
        bool, typer.Option("--hotspots", help="Where high or low values lie together.")
    ] = False,
    map_file: Annotated[
        Path | None, typer.Option("--map", help="Write a map: FILE.html, .png or .svg.")
    ] = None,
    limit: Annotated[int, typer.Option(min=0, help="Worst areas to list; 0 for all.")] = 10,
    form: Annotated[Format, typer.Option("--format", help="Write it as.")] = Format.table,
    to: Annotated[Path | None, typer.Option("--out", help="Write to this file.")] = None,
) -> None:
    """Say how many people live too far from any matching asset, and where.

    Examples:

    `stemmap coverage --states NM --subtype university --discipline engineering`

    `stemmap coverage --states NM,UT --areas zip --distance 40km --population hispanic --limit 20`

    `stemmap coverage --states US --kind program --format geojson --out gaps.geojson`

    `stemmap coverage --states NM --measure e2sfca --below 50% --groups all --map nm.html`

    `stemmap coverage --states NM --preset P4 --filter p.distance_m=50000`

    `stemmap coverage --states NM --agreement P4,P12,P18 --map agree.html`

    `stemmap coverage --states NM --travel drive.csv --minutes 30`
    """
    named = {"kind": kind, "subtype": subtype, "discipline": discipline, "state": state, "grade": grade}
    named |= {"band": band, "audience": audience, "cost": cost, "states": states, "include": include}
    named |= {"groups": groups}
    pairs = [("areas", areas), ("population", population), ("measure", measure)]
    pairs += [(name, text) for name, texts in named.items() for text in texts or ()]
    lone = {"q": q, "decay": decay, "weight": weight, "below": below, "rural_distance": rural_distance}
    lone |= {"reference": reference, "preset": preset, "circuity": f"{circuity:g}", "distance": distance}
    pairs += [(name, text) for name, text in lone.items() if text]
    with errors_told():
        pairs += travel_pairs(travel, minutes)
        question = parse_question([*pairs, *_others(where or ())], get_settings())
        presets = _presets(agreement)
        drawn_alone = presets is not None or hotspots
        check_map(map_file, PAGES if drawn_alone else (*PAGES, *PICTURES))
    with opened_database() as database, err.status("Measuring …"):
        asked = Asked(form, limit, to, map_file)
        if presets is not None:
            tell_agreement(database, agreement_of(database, question, presets, today()), asked)
            return
        if hotspots:
            tell_hotspots(database, hotspots_of(database, question, today()), asked)
            return
        answer = answer_of(database, question, today())
        if map_file is not None:
            write_map(map_of(database, answer, map_file.suffix.lower()), map_file)
        if form is Format.table and to is None:
            print_answer(answer, limit)
        else:
            write_bytes(body_of(database, answer, form, limit), to)


def _others(texts: Iterable[str]) -> list[tuple[str, str]]:
    """`name=value` texts as pairs; one without `=` becomes a name nobody knows, which is refused."""
    return [(name.strip(), value) for name, _, value in (text.partition("=") for text in texts)]


def _presets(text: str | None) -> tuple[Preset, ...] | None:
    """The presets named, `all` for all that there are; None when no agreement is asked for."""
    if text is None:
        return None
    names = [] if text.strip().lower() == "all" else several([("agreement", text)], "agreement")
    for name in names:
        if preset_of(name) is None:
            said = f"There is no preset `{name[:80]}`: name some, with commas between them, or `all`."
            raise BadParameterError(said, parameter="agreement", accepted=("all", *PRESETS))
    return presets_asked(names, get_settings())

"""`stemmap load SOURCE FILE…`: official files as they come. Which of them there are, and who loads each."""

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from app.errors import BadParameterError
from app.geography.official.sources import AREA_SOURCES
from app.inventory.official.registry import PROFILES
from app.terminal.console import errors_told, out
from app.terminal.load_areas import AreaLoad, CensusAsked, load_areas, load_census
from app.terminal.load_assets import AssetLoad, load_assets

CENSUS = "census"
"""The word for asking the Census API."""


def load(
    source: Annotated[str | None, typer.Argument(help="Which download it is: see --list.")] = None,
    file: Annotated[
        list[Path] | None, typer.Argument(help="The download as it comes; of figures and areas, several.")
    ] = None,
    show_list: Annotated[
        bool, typer.Option("--list", help="List the sources and where to get them.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only check and report.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Publish without asking.")] = False,
    state: Annotated[list[str] | None, typer.Option(help="Only this state; repeat for more.")] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Also what a source leaves out, for example museums of art.")
    ] = False,
    stem_list: Annotated[
        Path | None, typer.Option(help="Your own list of STEM programs: a CIP code a line.")
    ] = None,
    vintage: Annotated[str, typer.Option(help="The edition, where the file's name does not tell.")] = "",
    vanished: Annotated[
        str, typer.Option(help="Assets this source no longer has: keep, inactive or remove.")
    ] = "keep",
    report: Annotated[Path | None, typer.Option(help="Write all findings to this CSV file.")] = None,
    id_column: Annotated[str, typer.Option("--id", help="Own boundaries: the column of codes.")] = "",
    name_column: Annotated[str, typer.Option("--name", help="Own boundaries: the column of names.")] = "",
    year: Annotated[int, typer.Option(help="census: last year of the five.")] = 0,
    tables: Annotated[str, typer.Option(help="census: tables, with commas.")] = "B01001,B03002,B17020,B18101",
    geography: Annotated[
        str, typer.Option(help="census: kinds of areas, with commas: county, tract, block-group …")
    ] = "county",
) -> None:
    """Load official files: assets into the inventories of all states, figures and boundaries of areas.

    Assets are checked, shown and published; `stemmap undo` takes that back, and what a state has itself under the same
    official number is left alone. Files about areas are loaded at once, in one transaction; a newer vintage stands
    beside the older one.

    Examples:

    `stemmap load --list`

    `stemmap load ipeds HD2023.zip --dry-run`

    `stemmap load completions C2023_A.zip --state NM --state UT --yes`

    `stemmap load boundaries cb_2022_us_county_500k.zip`

    `stemmap load acs ACSDT5Y2022.B01001_2024-01-01.zip ACSDT5Y2022.B03002_2024-01-01.zip`

    `stemmap load census --year 2022 --state NM --geography county,tract`
    """
    if show_list or source is None:
        _list()
        return
    word = source.strip().lower()
    if word == CENSUS:
        load_census(CensusAsked(year, state or [], tables, geography), dry_run=dry_run)
    elif word in AREA_SOURCES:
        load_areas(AREA_SOURCES[word], file or [], AreaLoad(vintage, id_column, name_column, dry_run))
    else:
        _require_known(word)
        load_assets(
            file or [],
            AssetLoad(
                source,
                state or [],
                everything,
                stem_list,
                vintage,
                vanished,
                report,
                dry_run=dry_run,
                yes=yes,
            ),
        )


def _require_known(word: str) -> None:
    with errors_told():
        if word not in PROFILES:
            raise BadParameterError(
                f"There is no official source {word!r}.",
                parameter="source",
                accepted=(*PROFILES, *AREA_SOURCES, CENSUS),
            )


def _list() -> None:
    out.print("[bold underline]Assets[/]")
    for each in PROFILES.values():
        _listed(each.slug, each.title, each.example, each.page_url)
        out.print(f"    licence  {escape(each.licence)}", soft_wrap=True)
    out.print("[bold underline]Areas and the people in them[/]")
    for area in AREA_SOURCES.values():
        _listed(area.slug, area.title, area.example, area.page_url)
    out.print(
        f"[bold]{CENSUS}[/]  ACS tables, asked of the Census API (needs internet): --year, --state",
        soft_wrap=True,
    )
    out.print(
        "To load one: stemmap load SOURCE FILE. Programs need the institutions (ipeds) first, figures the areas "
        "they are of (boundaries, centers).",
        soft_wrap=True,
    )


def _listed(slug: str, title: str, example: str, page_url: str) -> None:
    out.print(f"[bold]{slug}[/]  {escape(title)}", soft_wrap=True)
    out.print(f"    file     {escape(example)}", soft_wrap=True)
    out.print(f"    from     {page_url}", soft_wrap=True)

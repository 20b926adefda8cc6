"""The official files about areas that can be loaded: by the word an operator types."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from app.errors import BadParameterError
from app.geography.official.acs import PAGE as ACS_PAGE
from app.geography.official.acs import load_acs
from app.geography.official.area_facts import SMALL_SOURCES, load_small
from app.geography.official.boundaries import PAGE as BOUNDARIES_PAGE
from app.geography.official.boundaries import OwnColumns, load_boundaries
from app.geography.official.centers import load_centers
from app.geography.official.publishing import analyze
from app.geography.official.report import FileReport
from app.settings import Settings

Progress = Callable[[int], None]
Load = Callable[[Session, Path, Settings, int | None, Progress], Iterator[FileReport]]


@dataclass(frozen=True)
class AreaSource:
    """One kind of official file about areas."""

    slug: str
    title: str
    example: str
    page_url: str
    load: Load


AREA_SOURCES: Final = {
    each.slug: each
    for each in (
        AreaSource("boundaries", "Boundaries of areas (Census), or polygons of your own", "cb_2022_us_county_500k.zip",
                   BOUNDARIES_PAGE, load_boundaries),
        AreaSource("centers", "Centers of population of tracts, block groups and counties", "CenPop2020_Mean_TR.txt",
                   "https://www.census.gov/geographies/reference-files/time-series/geo/centers-population.html",
                   load_centers),
        AreaSource("acs", "American Community Survey, detailed tables", "ACSDT5Y2022.B01001_2024-01-01.zip", ACS_PAGE,
                   load_acs),
        AreaSource("saipe", "Poverty and income of states, counties and school districts (SAIPE)", "est22all.xls",
                   "https://www.census.gov/programs-surveys/saipe/data/datasets.html",
                   partial(load_small, SMALL_SOURCES["saipe"])),
        AreaSource("rucc", "Rural-Urban Continuum Codes of counties (USDA)", "Ruralurbancontinuumcodes2023.csv",
                   "https://www.ers.usda.gov/data-products/rural-urban-continuum-codes",
                   partial(load_small, SMALL_SOURCES["rucc"])),
        AreaSource("ruca", "Rural-Urban Commuting Area codes of tracts (USDA)", "RUCA-codes-2020-tract.csv",
                   "https://www.ers.usda.gov/data-products/rural-urban-commuting-area-codes",
                   partial(load_small, SMALL_SOURCES["ruca"])),
        AreaSource("crdc", "Computer science in high schools, by school district (CRDC)", "Computer Science.csv",
                   "https://civilrightsdata.ed.gov/data", partial(load_small, SMALL_SOURCES["crdc"])),
    )
}  # fmt: skip
"""In the order in which they are loaded: figures need the areas they are of."""


def load_files(
    session: Session,
    source: AreaSource,
    paths: Sequence[Path],
    settings: Settings,
    said: int | None,
    progress: Progress,
    own: OwnColumns | None = None,
) -> list[FileReport]:
    """Load the files one after the other in the transaction of `session`; a report for each table in them.

    Raises InvalidFileError, TooLargeError and BadParameterError; then nothing of any file may be kept.
    """
    if own is not None and source.slug != "boundaries":
        raise BadParameterError("--id and --name are for boundaries of your own.", parameter="id")
    load: Load = partial(load_boundaries, own=own) if own is not None else source.load
    reports = [report for path in paths for report in load(session, path, settings, said, progress)]
    if any(report.changed for report in reports):
        analyze(session, ("area", "area_population", "area_fact"))
    return reports

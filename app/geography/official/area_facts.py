"""`stemmap load rucc`, `ruca` and `saipe`: classes, rates and incomes of areas, and SAIPE's people in poverty."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy.orm import Session

from app.errors import InvalidFileError
from app.geography.copying import copy_rows
from app.geography.official.crdc import FACT as CS_FACT
from app.geography.official.crdc import crdc_places, crdc_row, share_of_schools
from app.geography.official.ers import ruca_places, ruca_row, rucc_places, rucc_row
from app.geography.official.given import Fact, Given
from app.geography.official.opened import Table, tables_of
from app.geography.official.publishing import Edition, publish, staged
from app.geography.official.report import FileReport
from app.geography.official.rows import Found, Row, found_in
from app.geography.official.saipe import saipe_places, saipe_row
from app.geography.official.vintages import year_of
from app.settings import Settings

FIGURE_COLUMNS: Final = ("kind", "geoid", "group", "people", "moe")
FACT_COLUMNS: Final = ("kind", "geoid", "fact", "value", "moe", "low", "high")
Progress = Callable[[int], None]


@dataclass(frozen=True)
class SmallSource:
    """One kind of small table: how its header is known, and what a row gives (a reason in words: it is left out)."""

    slug: str
    what: str
    places: Callable[[Sequence[str]], dict[str, int] | None]
    read: Callable[[Row, dict[str, int]], Given | str]
    edition: Callable[[int, Sequence[str]], Edition]
    member: str = ""
    """What the name of its table in an archive of many has in it."""
    combine: Callable[[Sequence[float]], float] | None = None
    """What several values of one fact of an area come to; None where each fact comes once."""


def load_small(
    source: SmallSource,
    session: Session,
    path: Path,
    settings: Settings,
    said: int | None,
    progress: Progress,
) -> Iterator[FileReport]:
    """Load each table of the download at `path`; a report for each. The transaction is the caller's."""
    fitting = 0
    for table in tables_of(path, settings.load_max_bytes):
        if len(table.names) > 1 and source.member not in table.name.lower():
            continue
        fitting += 1
        found = found_in(table, source.places, source.what, settings.load_max_rows)
        year = _year(table, found, said)
        report = FileReport(table.name, f"{source.what}, {year}")
        with staged(session):
            given = _read(source, found, report, progress)
            _stage(session, given)
            publish(session, source.edition(year, found.header), report)
        yield report
    if not fitting:
        raise InvalidFileError(f"{path.name} holds no table with “{source.member}” in its name.")


def _year(table: Table, found: Found, said: int | None) -> int:
    """From the operator, a column name such as POV517_2018 or RUCC_2023, or the file's name."""
    years = [int(match) for name in found.header for match in re.findall(r"_((?:19|20)\d\d)$", name.strip())]
    if said is None and years:
        return max(years)
    return year_of(table.names, said)


def _read(source: SmallSource, found: Found, report: FileReport, progress: Progress) -> list[Given]:
    given: dict[tuple[str, str], Given] = {}
    for row in found.rows:
        report.rows += 1
        one = source.read(row, found.at)
        if isinstance(one, str):
            report.left_out[one] += 1
        else:
            known = given.setdefault((one.kind, one.geoid), one)
            if known is not one:  # one row for each attribute
                known.figures += one.figures
                known.facts += one.facts
    progress(report.rows)
    if source.combine is not None:
        for each in given.values():
            each.facts = _combined(each.facts, source.combine)
    return list(given.values())


def _combined(facts: list[Fact], combine: Callable[[Sequence[float]], float]) -> list[Fact]:
    names = dict.fromkeys(fact for fact, *_ in facts)
    return [(name, combine([each[1] for each in facts if each[0] == name]), None, None) for name in names]


def _stage(session: Session, given: list[Given]) -> None:
    copy_rows(session, "official_row", ("kind", "geoid", "name"), ((g.kind, g.geoid, g.name) for g in given))
    figures = ((g.kind, g.geoid, *each) for g in given for each in g.figures)
    copy_rows(session, "official_figure", FIGURE_COLUMNS, figures)
    facts: Any = (
        (g.kind, g.geoid, fact, value, None, low, high) for g in given for fact, value, low, high in g.facts
    )
    copy_rows(session, "official_fact", FACT_COLUMNS, facts)


def _ers(slug: str, title: str, page: str) -> Callable[[int, Sequence[str]], Edition]:
    def edition(year: int, _: Sequence[str]) -> Edition:
        return Edition(
            slug, title, "USDA Economic Research Service", str(year), year, "counted",
            f"https://www.ers.usda.gov/data-products/{page}",
        )  # fmt: skip

    return edition


def _saipe_edition(year: int, header: Sequence[str]) -> Edition:
    by_ers = any(name.upper().startswith("FIPSTXT") for name in header)
    return Edition(
        "saipe", "Small Area Income and Poverty Estimates", "U.S. Census Bureau", str(year), year, "estimated",
        "https://www.census.gov/programs-surveys/saipe.html",
        "Model-based estimates with 90 % intervals; a margin is half the interval's width."
        + (" As published by the USDA Economic Research Service." if by_ers else ""),
    )  # fmt: skip


def _read_saipe(row: Row, at: dict[str, int]) -> Given | str:
    found = saipe_row(row, at)
    return found if isinstance(found, str) else Given(*found)


def _crdc_edition(year: int, _: Sequence[str]) -> Edition:
    return Edition(
        "crdc", "Civil Rights Data Collection, computer science",
        "U.S. Department of Education, Office for Civil Rights",
        str(year), year, "counted", "https://civilrightsdata.ed.gov/data",
        f"School year that began in {year}; classes of computer science in schools with a grade of 9 to 12.",
    )  # fmt: skip


def _read_crdc(row: Row, at: dict[str, int]) -> Given | str:
    found = crdc_row(row, at)
    if isinstance(found, str):
        return found
    kind, code, name, value = found
    return Given(kind, code, name, facts=[(CS_FACT, value, None, None)])


SMALL_SOURCES: Final = {
    each.slug: each
    for each in (
        SmallSource("rucc", "Rural-Urban Continuum Codes", rucc_places, rucc_row,
                    _ers("ers-rucc", "Rural-Urban Continuum Codes", "rural-urban-continuum-codes")),
        SmallSource("ruca", "Rural-Urban Commuting Area codes of tracts", ruca_places, ruca_row,
                    _ers("ers-ruca", "Rural-Urban Commuting Area Codes", "rural-urban-commuting-area-codes")),
        SmallSource("saipe", "Small Area Income and Poverty Estimates", saipe_places, _read_saipe, _saipe_edition),
        SmallSource("crdc", "Computer science in high schools (CRDC)", crdc_places, _read_crdc, _crdc_edition,
                    "computer science", share_of_schools),
    )
}  # fmt: skip
"""The small tables by the word an operator types."""

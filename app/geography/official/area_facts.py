"""`stemmap load rucc`, `ruca` and `saipe`: classes, rates and incomes of areas, and SAIPE's people in poverty."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from sqlalchemy.orm import Session

from app.geography.copying import copy_rows
from app.geography.official.opened import Table, tables_of
from app.geography.official.publishing import Edition, publish, staged
from app.geography.official.report import FileReport
from app.geography.official.rows import Found, Row, cell, found_in, number_of
from app.geography.official.saipe import saipe_places, saipe_row
from app.geography.official.vintages import year_of
from app.settings import Settings

FIGURE_COLUMNS: Final = ("kind", "geoid", "group", "people", "moe")
FACT_COLUMNS: Final = ("kind", "geoid", "fact", "value", "moe", "low", "high")
Progress = Callable[[int], None]


@dataclass
class Given:
    """What one row gives: the area it is of, its figures (group, people, moe) and facts (fact, value, low, high)."""

    kind: str
    geoid: str
    name: str = ""
    figures: list[tuple[str, float, float | None]] = field(default_factory=list)
    facts: list[tuple[str, float, float | None, float | None]] = field(default_factory=list)


@dataclass(frozen=True)
class SmallSource:
    """One kind of small table: how its header is known, and what a row gives (a reason in words: it is left out)."""

    slug: str
    what: str
    places: Callable[[Sequence[str]], dict[str, int] | None]
    read: Callable[[Row, dict[str, int]], Given | str]
    edition: Callable[[int, Sequence[str]], Edition]


def load_small(
    source: SmallSource,
    session: Session,
    path: Path,
    settings: Settings,
    said: int | None,
    progress: Progress,
) -> Iterator[FileReport]:
    """Load each table of the download at `path`; a report for each. The transaction is the caller's."""
    for table in tables_of(path, settings.load_max_bytes):
        found = found_in(table, source.places, source.what, settings.load_max_rows)
        year = _year(table, found, said)
        report = FileReport(table.name, f"{source.what}, {year}")
        with staged(session):
            given = _read(source, found, report, progress)
            _stage(session, given)
            publish(session, source.edition(year, found.header), report)
        yield report


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
    return list(given.values())


def _stage(session: Session, given: list[Given]) -> None:
    copy_rows(session, "official_row", ("kind", "geoid", "name"), ((g.kind, g.geoid, g.name) for g in given))
    figures = ((g.kind, g.geoid, *each) for g in given for each in g.figures)
    copy_rows(session, "official_figure", FIGURE_COLUMNS, figures)
    facts: Any = (
        (g.kind, g.geoid, fact, value, None, low, high) for g in given for fact, value, low, high in g.facts
    )
    copy_rows(session, "official_fact", FACT_COLUMNS, facts)


def _rucc_places(header: Sequence[str]) -> dict[str, int] | None:
    """Wide (`FIPS, …, RUCC_2023`) or long (`FIPS, …, Attribute, Value`)."""
    names = [name.upper() for name in header]
    code = next(
        (at for at, name in enumerate(names) if name in ("FIPS", "GEOID", "FIPSTXT", "FIPS CODE")), None
    )
    if code is None:
        return None
    at = {"code": code}
    at["name"] = next(
        (place for place, name in enumerate(names) if name in ("COUNTY_NAME", "COUNTY NAME")), -1
    )
    if "ATTRIBUTE" in names and "VALUE" in names:
        return at | {"attribute": names.index("ATTRIBUTE"), "value": names.index("VALUE")}
    values = [place for place, name in enumerate(names) if re.match(r"^RUCC[_ ]?(\d{4})?$", name)]
    return at | {"value": values[-1]} if values else None


def _rucc_row(row: Row, at: dict[str, int]) -> Given | str:
    code = cell(row, at, "code").zfill(5)
    if "attribute" in at and not cell(row, at, "attribute").upper().startswith("RUCC"):
        return "other attributes"
    value = number_of(cell(row, at, "value"))
    if value is None or not 1 <= value <= 9:
        return "without a code"
    return Given("county", code, cell(row, at, "name"), facts=[("rucc", value, None, None)])


def _ruca_places(header: Sequence[str]) -> dict[str, int] | None:
    """Headers differ by edition (`TractFIPS20, PrimaryRUCA …`, `State-County-Tract FIPS Code …`): told by words."""
    plain = [re.sub(r"[^a-z0-9]", "", name.lower()) for name in header]

    def first(*words: str, without: str = "desc") -> int | None:
        fits = (at for at, name in enumerate(plain) if all(w in name for w in words) and without not in name)
        return next(fits, None)

    tract, primary, secondary = first("tract", "fips"), first("primary", "ruca"), first("secondary", "ruca")
    if tract is None or primary is None:
        return None
    return {"tract": tract, "primary": primary} | ({"secondary": secondary} if secondary is not None else {})


def _ruca_row(row: Row, at: dict[str, int]) -> Given | str:
    code = cell(row, at, "tract").zfill(11)
    if not code.isdigit() or len(code) != 11:
        return "no tract code"
    facts = []
    for name, fact in (("primary", "ruca"), ("secondary", "ruca-secondary")):
        value = number_of(cell(row, at, name))
        if value is not None:
            facts.append((fact, value, None, None))
    return Given("tract", code, facts=list(facts)) if facts else "without a code"


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


SMALL_SOURCES: Final = {
    each.slug: each
    for each in (
        SmallSource("rucc", "Rural-Urban Continuum Codes", _rucc_places, _rucc_row,
                    _ers("ers-rucc", "Rural-Urban Continuum Codes", "rural-urban-continuum-codes")),
        SmallSource("ruca", "Rural-Urban Commuting Area codes of tracts", _ruca_places, _ruca_row,
                    _ers("ers-ruca", "Rural-Urban Commuting Area Codes", "rural-urban-commuting-area-codes")),
        SmallSource("saipe", "Small Area Income and Poverty Estimates", saipe_places, _read_saipe, _saipe_edition),
    )
}  # fmt: skip
"""The small tables by the word an operator types."""

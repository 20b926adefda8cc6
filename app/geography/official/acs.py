"""`stemmap load acs`: ACS detailed tables into figures of groups and facts."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from app.geography.copying import copy_columns
from app.geography.official.acs_tables import AcsTable, Variable, batches, recognised
from app.geography.official.figures import Made, figures_of, formulas_of
from app.geography.official.formulas import TABLES
from app.geography.official.opened import Table, tables_of
from app.geography.official.publishing import Edition, publish, staged, students_of_color
from app.geography.official.report import FileReport
from app.geography.official.summed import keep_sums, publish_sums
from app.geography.official.vintages import acs_edition
from app.settings import Settings

PAGE: Final = "https://www.census.gov/programs-surveys/acs/data.html"
_CROSSED: Final = {"B01001", "B01001H"}
"""Tables that give students of color together."""
Progress = Callable[[int], None]


def load_acs(
    session: Session, path: Path, settings: Settings, said: int | None, progress: Progress
) -> Iterator[FileReport]:
    """Load each table of the download at `path`; a report for each. The transaction is the caller's.

    `said` is the last year of the period where the operator gave it. Raises InvalidFileError, TooLargeError.
    """
    for table in tables_of(path, settings.load_max_bytes):
        layout = recognised(table)
        if layout is None:
            report = FileReport(table.name, "list of geographies")
            report.notes.append("Not needed: the tables say by GEO_ID which area a row is of.")
            yield report
            continue
        yield _load(session, table, layout, settings, acs_edition(table.names, said), progress)


def _load(
    session: Session,
    table: Table,
    layout: AcsTable,
    settings: Settings,
    years: tuple[int, int],
    progress: Progress,
) -> FileReport:
    period, year = years
    made = formulas_of(layout)
    report = FileReport(table.name, f"ACS {period}-year {year}: {', '.join(layout.tables)}")
    report.notes += _notes(layout, made)
    edition = edition_of(period, year)
    with staged(session):
        _stage(session, table, layout, made, settings, report, progress)
        publish(session, edition, report)
        keep_sums(session, edition)
        if _CROSSED & set(layout.tables):
            students_of_color(session, edition, report)
        summed = publish_sums(session, edition, report)
        if summed and _CROSSED & set(layout.tables):
            students_of_color(session, summed, report)
    return report


def edition_of(period: int, year: int) -> Edition:
    """The edition of an ACS release."""
    first = year - period + 1
    return Edition(
        source=f"acs{period}",
        title=f"American Community Survey, {period}-year estimates",
        publisher="U.S. Census Bureau",
        vintage=str(year),
        year=year,
        method="estimated",
        url=PAGE,
        note=(
            "A survey: figures come with 90 % margins of error. A vintage is the last year of its period"
            + (f" ({year}: {first} to {year})." if period > 1 else ".")
        ),
    )


def _notes(layout: AcsTable, made: Made) -> list[str]:
    notes = []
    if other := [each for each in layout.tables if each not in TABLES]:
        notes.append(
            f"Nothing is made of {', '.join(other)}; tables something is made of: {', '.join(TABLES)}."
        )
    if made.not_made:
        notes.append(f"Not made, because lines are missing: {', '.join(made.not_made)}.")
    return notes


def _stage(
    session: Session, table: Table, layout: AcsTable, made: Made, settings: Settings, report: FileReport,
    progress: Progress,
) -> None:  # fmt: skip
    for batch in batches(table.file, layout, _with_margins(made, layout), settings.load_max_rows):
        figures = figures_of(batch, made, blank_is_controlled=layout.blank_is_controlled)
        copy_columns(session, "official_row", figures.areas)
        copy_columns(session, "official_figure", figures.groups)
        copy_columns(session, "official_fact", figures.facts)
        report.rows += len(batch.geo_id)
        report.met.update(figures.met)
        report.left_out.update({f"summary level {level}": n for level, n in figures.left_out.items()})
        progress(report.rows)


def _with_margins(made: Made, layout: AcsTable) -> set[Variable]:
    margins = {(table, line, "M") for table, line, _ in made.wanted}
    return made.wanted | (margins & set(layout.variables))

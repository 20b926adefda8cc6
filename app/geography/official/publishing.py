"""From staged rows to figures and facts: match to areas, compare with what is there, write only what differs."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.geography.copying import script, sql
from app.geography.official.changes import CHANGES, RENAMED, outgrown
from app.geography.official.reasons import reasons_of
from app.geography.official.report import FileReport, MadeOf
from app.models import DataSource

_TABLES = "official_row, official_figure, official_fact, official_match"


@dataclass(frozen=True)
class Edition:
    """A source and its vintage. `year` is that of the geography, `method` how the figures came about."""

    source: str
    title: str
    publisher: str
    vintage: str
    year: int
    method: str
    url: str
    note: str = ""
    licence: str = "Public domain (work of the United States government)"


@contextmanager
def staged(session: Session) -> Iterator[None]:
    """The staging tables, empty, while the block runs."""
    session.connection().exec_driver_sql(script("official_incoming"))
    yield
    session.connection().exec_driver_sql(f"DROP TABLE {_TABLES}")


def publish(session: Session, edition: Edition, report: FileReport) -> None:
    """Write what is staged and differs; fill `report` with what matched, what did not, and what was made.

    Nothing is written where nothing differs, so that the data version stays.
    """
    _match(session, edition, report)
    given = {
        "source": edition.source,
        "vintage": edition.vintage,
        "method": edition.method,
        "year": edition.year,
    }
    report.changed += _write(session, edition, given)
    report.made = [MadeOf(*row) for row in session.execute(sql("official_made"))]
    report.made = [_mean(each) if each.what == "fact" else each for each in report.made]


def students_of_color(session: Session, edition: Edition, report: FileReport) -> None:
    """Make the group of two tables where both are there now; call after `publish`."""
    given = {
        "source": edition.source,
        "vintage": edition.vintage,
        "method": edition.method,
        "year": edition.year,
    }
    session.execute(text("TRUNCATE official_figure, official_fact"))
    session.execute(sql("official_students_of_color"), {"source": edition.source, "vintage": edition.vintage})
    report.changed += _write(session, edition, given)
    report.made += [MadeOf(*row) for row in session.execute(sql("official_made"))]


def _mean(made: MadeOf) -> MadeOf:
    return MadeOf(made.what, made.slug, made.kind, made.areas, made.total / made.areas, made.without_margin)


def _match(session: Session, edition: Edition, report: FileReport) -> None:
    session.execute(sql("official_renamed"), {"old": list(RENAMED), "new": list(RENAMED.values())})
    session.connection().exec_driver_sql(
        "ANALYZE official_row; ANALYZE official_figure; ANALYZE official_fact"
    )
    counties = sorted({code for change in CHANGES for code in change.old if code in change.new})
    loaded = session.execute(
        text(
            "SELECT geoid, substring(vintage FROM '[0-9]{4}')::int FROM area"
            " WHERE kind = 'county' AND geoid = ANY (:codes)"
        ),
        {"codes": counties},
    )
    other = [geoid for geoid, vintage in loaded if vintage and outgrown(geoid, edition.year, vintage)]
    session.execute(sql("official_match"), {"year": edition.year, "outgrown": other})
    report.matched = session.scalar(text("SELECT count(*) FROM official_match WHERE reason IS NULL")) or 0
    report.unmatched = reasons_of(session.execute(sql("official_unmatched")).all(), edition.year)


def _write(session: Session, edition: Edition, given: dict[str, Any]) -> int:
    differ = session.execute(sql("official_differences"), given).one()
    if differ.figures or differ.facts:
        write_source(session, edition)
    if differ.figures:
        session.execute(sql("official_publish_figures"), given)
    if differ.facts:
        session.execute(sql("official_publish_facts"), {key: given[key] for key in ("source", "vintage")})
    return int(differ.figures + differ.facts)


def write_source(session: Session, edition: Edition) -> None:
    """Say where the figures come from; of a source with several vintages the newest is named."""
    values = {
        "slug": edition.source, "title": edition.title, "publisher": edition.publisher, "vintage": edition.vintage,
        "licence": edition.licence, "url": edition.url, "note": edition.note or None,
    }  # fmt: skip
    known = session.get(DataSource, edition.source)
    if known is not None and known.vintage > edition.vintage:
        values["vintage"] = known.vintage
    session.execute(
        insert(DataSource).values(values).on_conflict_do_update(index_elements=["slug"], set_=values)
    )


def analyze(session: Session, tables: Sequence[str]) -> None:
    """Fresh statistics for the planner after a load."""
    for table in tables:
        session.execute(text(f"ANALYZE {table}"))

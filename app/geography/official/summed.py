"""Figures of tracts and counties as sums of smaller areas, where only those were published.

They are a source of their own (`acs5-summed`), so that a sum is never taken for a published figure and never added to
one; a published figure that comes later takes the place of the sum.
"""

from dataclasses import replace
from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.geography.copying import sql
from app.geography.official.publishing import Edition, publish
from app.geography.official.report import FileReport

_ENDING: Final = "-summed"
_NOTE: Final = (
    "Sums of published figures of block groups or tracts, for areas all of whose parts were loaded; 90 % margins by "
    "the root of the sum of squares, which takes the parts as independent."
)


def summed_edition(edition: Edition) -> Edition:
    """The edition of sums of an edition."""
    return replace(
        edition,
        source=f"{edition.source}{_ENDING}",
        title=f"{edition.title}, summed from smaller areas",
        note=_NOTE,
    )


def keep_sums(session: Session, edition: Edition) -> None:
    """Put the sums of what is staged aside, and drop older sums that a published figure stands for now.

    Call after `publish`, while its rows are staged.
    """
    given = {"source": edition.source, "vintage": edition.vintage}
    outdone = given | {"summed": summed_edition(edition).source}
    if session.scalar(sql("official_sums_outdone"), outdone):
        session.execute(sql("official_sums_drop"), outdone)
    session.execute(text("CREATE TEMPORARY TABLE official_sum (LIKE official_figure) ON COMMIT DROP"))
    session.execute(sql("official_sums"), given)


def publish_sums(session: Session, edition: Edition, report: FileReport) -> Edition | None:
    """Write what was put aside; the edition of it, None where there is none. Facts are not summed."""
    summed = None
    if session.scalar(text("SELECT EXISTS (SELECT FROM official_sum)")):
        summed, own = summed_edition(edition), FileReport(report.name, report.what)
        session.execute(text("TRUNCATE official_row, official_figure, official_fact, official_match"))
        session.execute(text("INSERT INTO official_row SELECT DISTINCT kind, geoid, '' FROM official_sum"))
        session.execute(text("INSERT INTO official_figure SELECT * FROM official_sum"))
        publish(session, summed, own)
        report.changed += own.changed
        areas = {each.kind: max(e.areas for e in own.made if e.kind == each.kind) for each in own.made}
        named = " and ".join(f"{number:,} of kind {kind}" for kind, number in sorted(areas.items()))
        report.notes.append(
            f"Summed for {named}, as no figure of their own is loaded (source {summed.source}; margins by the root of "
            "the sum of squares)."
        )
    session.execute(text("DROP TABLE official_sum"))
    return summed

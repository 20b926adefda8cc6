"""Areas from official files: staged, compared with what is loaded, and written where they are new or newer."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.geography.copying import copy_rows, script, sql
from app.geography.official.publishing import Edition, write_source
from app.geography.official.report import FileReport

AREA_COLUMNS: Final = (
    "kind", "geoid", "name", "state", "county_geoid", "lon", "lat", "boundary", "land_area_m2",
)  # fmt: skip


def stage_areas(session: Session, rows: Iterable[Sequence[Any]]) -> int:
    """COPY areas (AREA_COLUMNS; boundary as WKB in degrees, lon and lat may be None) into a table of their own."""
    session.connection().exec_driver_sql(script("official_incoming_areas"))
    return copy_rows(session, "official_area", AREA_COLUMNS, rows)


def publish_areas(session: Session, edition: Edition, report: FileReport, *, centers: bool) -> None:
    """Write areas that are new, or of a newer edition and different; older editions change nothing.

    With `centers` only points move (and areas that are not there are made): the boundaries loaded stay.
    """
    given = {
        "source": edition.source,
        "vintage": edition.vintage,
        "year": edition.year,
        "centers": centers,
    }
    _note_doubles(session, report)
    differ = session.execute(sql("official_areas_differences"), given).one()
    report.matched += differ.known
    if differ.older:
        report.notes.append(
            f"{differ.older:,} areas are loaded from another edition (newer, or drawn otherwise) and stay."
        )
    if differ.added or differ.changed:
        write_source(session, edition)
        session.execute(sql("official_publish_areas"), given)
    report.changed += differ.added + differ.changed
    report.notes.append(
        f"Areas: {differ.added:,} added, {differ.changed:,} changed, {differ.known - differ.changed:,} as they were."
    )
    session.connection().exec_driver_sql("DROP TABLE official_area")


def _note_doubles(session: Session, report: FileReport) -> None:
    """Of several rows with one code the first is taken, and that is said."""
    doubles = session.execute(
        text(
            "DELETE FROM official_area a USING official_area b"
            " WHERE a.kind = b.kind AND a.geoid = b.geoid AND a.at > b.at RETURNING a.geoid"
        )
    ).all()
    if doubles:
        report.left_out["code that an earlier row has"] += len(doubles)

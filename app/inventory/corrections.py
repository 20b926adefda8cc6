"""Corrections by the public that a file would write over: said of each row when the file is checked.

What was accepted counts until the state's next file says otherwise; whoever sends that file should know where it does.
"""

from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import and_, cast, column, exists, func, literal, or_, select, table
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session
from sqlalchemy.types import Text

from app.inventory.codes import Finding, finding
from app.inventory.difference import ASSET, BESIDE, ROW, columns_of, header_by_field, merged, rows_of
from app.models import Upload
from app.vocabulary.assets import STATUSES
from app.vocabulary.reports import OTHER, POINT, REPORT_FIELDS

_REPORT: Final = table(
    "submission",
    *map(column, ("reference", "kind", "field", "value", "status", "asset_id", "decided_at")),
)
_AUDIT: Final = table("audit_entry", *map(column, ("at", "table_name", "row_id", "after")))
_CLOSED: Final = "status"
"""What a report of something closed is about."""
_POINT_COLUMNS: Final = ("lat", "lat_lon", "lon", "address")
"""Fields of a file that say where something is, the likeliest first."""


def lost_corrections(session: Session, upload: Upload) -> Iterator[Finding]:
    """The rows that would change what was accepted from the public and nobody has changed since."""
    written = _written(upload)
    if not written:
        return
    about = func.coalesce(_REPORT.c.field, literal(_CLOSED))
    lost = or_(*(and_(about == name, _lost(upload, columns)) for name, columns in written.items()))
    reported = BESIDE.join(_REPORT, _REPORT.c.asset_id == ROW.c.asset_id)
    query = (
        select(ROW.c.row_number, about.label("field"), _REPORT.c.reference, _REPORT.c.value)
        .select_from(reported)
        .where(rows_of(upload), _REPORT.c.status == "accepted", _REPORT.c.kind != "new", lost)
        .order_by(ROW.c.row_number, _REPORT.c.reference)
    )
    headers = header_by_field(upload)
    for row in session.execute(query):
        said = STATUSES.label(row.value) if row.field == _CLOSED else row.value
        header = _header(headers, row.field)
        yield finding("correction-lost", row.row_number, header, said, reference=row.reference)


def _written(upload: Upload) -> dict[str, tuple[str, ...]]:
    """The columns of an asset that the file writes, by what a report can be about."""
    columns = {name: columns_of(name) for name in REPORT_FIELDS if name not in (OTHER, POINT)}
    columns |= {POINT: ("geom",), _CLOSED: (_CLOSED,)}
    fields = set(upload.fields)
    found = {name: tuple(each for each in names if each in fields) for name, names in columns.items()}
    return {name: names for name, names in found.items() if names}


def _lost(upload: Upload, columns: tuple[str, ...]) -> Any:
    """Whether the row changes one of the columns, which are still as they were accepted."""
    changed = (ASSET.c[name].is_distinct_from(merged(upload, name)) for name in columns)
    later = exists().where(
        _AUDIT.c.table_name == "asset",
        _AUDIT.c.row_id == cast(_REPORT.c.asset_id, Text),
        _AUDIT.c.at > _REPORT.c.decided_at,
        func.jsonb_exists_any(_AUDIT.c.after, cast(literal(list(columns), ARRAY(Text)), ARRAY(Text))),
    )
    return and_(or_(*changed), ~later)


def _header(headers: dict[str, str], field: str) -> str | None:
    """The file's header for what a report is about."""
    names = _POINT_COLUMNS if field == POINT else (field,)
    return next((headers[name] for name in names if name in headers), None)

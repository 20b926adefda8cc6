"""The rows of an upload on a map, before and after it is applied."""

from dataclasses import dataclass
from typing import Any, Final, Literal
from uuid import UUID

from sqlalchemy import Select, Text, case, cast, func, literal, or_, select, text
from sqlalchemy.orm import Session

from app.inventory.changes import DONE, Action
from app.inventory.difference import (
    ASSET,
    BESIDE,
    ROW,
    has_other_identifiers,
    is_changed,
    is_new,
    merged,
    rows_of,
)
from app.inventory.report import find_upload
from app.inventory.statements import statement
from app.models import Upload

_SAID_OF: Final = text(
    "EXISTS (SELECT FROM upload_issue i"
    " WHERE i.upload_id = upload_row.upload_id AND i.row_number = upload_row.row_number)"
)
"""Whether anything was said of a row."""


@dataclass(frozen=True, slots=True)
class Point:
    """One row on the map: degrees, how it was placed, what happens to its asset, whether anything was said of it."""

    row_number: int
    name: str
    lon: float
    lat: float
    precision: str
    action: Action
    worst: Literal["warning"] | None


def list_points(session: Session, upload_id: UUID, limit: int) -> list[Point]:
    """The first rows of an upload that have a place, for a map. Raises NotFoundError."""
    upload = find_upload(session, upload_id)
    if upload.status in DONE:
        rows = session.execute(statement("applied_points"), {"upload_id": upload_id, "most": limit})
    else:
        rows = session.execute(_planned(upload, limit))
    return [Point(**row) for row in rows.mappings()]


def _planned(upload: Upload, limit: int) -> Select[Any]:
    changed = or_(is_changed(upload), has_other_identifiers(upload))
    action = case((is_new(), "added"), (changed, "changed"), else_="unchanged")
    where = merged(upload, "geom") if "geom" in upload.fields else ASSET.c.geom
    precision = (
        merged(upload, "location_precision") if "geom" in upload.fields else ASSET.c.location_precision
    )
    return (
        select(
            ROW.c.row_number,
            ROW.c.name,
            func.ST_X(where).label("lon"),
            func.ST_Y(where).label("lat"),
            precision.label("precision"),
            cast(action, Text).label("action"),
            case((_SAID_OF, literal("warning"))).label("worst"),
        )
        .select_from(BESIDE)
        .where(rows_of(upload), where.is_not(None))
        .order_by(ROW.c.row_number)
        .limit(limit)
    )

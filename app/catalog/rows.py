"""Assets as light rows: what one line of an HTML list shows."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, func, select

from app.catalog.freshness import freshness
from app.catalog.tables import AREA, ASSET


@dataclass(frozen=True)
class AssetRow:
    """One line of an HTML list."""

    id: UUID
    name: str
    kind: str
    subtype: str
    city: str | None
    state: str
    county_name: str | None
    disciplines: list[str]
    grades: list[str]
    designed_for: list[str]
    cost_band: str | None
    url: str | None
    location_precision: str
    parent_id: UUID | None
    parent_name: str | None
    freshness: str
    status: str
    verified_at: date | None
    lon: float | None
    lat: float | None
    distance_m: float | None


def row_select(today: date, distance_m: ColumnElement[Any]) -> Select[Any]:
    """SELECT of the columns of AssetRow, in its order."""
    parent = ASSET.alias("parent")
    own = (
        ASSET.c[name]
        for name in ("disciplines", "grades", "designed_for", "cost_band", "url", "location_precision")
    )
    columns = (
        *(ASSET.c[name] for name in ("id", "name", "kind", "subtype", "city", "state")),
        AREA.c.name.label("county_name"),
        *own,
        parent.c.id.label("parent_id"),
        parent.c.name.label("parent_name"),
        freshness(today).label("freshness"),
        ASSET.c.status,
        ASSET.c.verified_at,
        func.ST_X(ASSET.c.geom).label("lon"),
        func.ST_Y(ASSET.c.geom).label("lat"),
        distance_m.label("distance_m"),
    )
    county = (AREA.c.kind == "county") & (AREA.c.geoid == ASSET.c.county_geoid)
    shown = (
        (parent.c.id == ASSET.c.parent_id) & (parent.c.visibility == "public") & parent.c.deleted_at.is_(None)
    )
    return select(*columns).select_from(ASSET.outerjoin(AREA, county).outerjoin(parent, shown))


_WIDTH: Final = len(fields(AssetRow))


def rows_of(found: Sequence[Row[Any]]) -> list[AssetRow]:
    """The rows of row_select, whatever columns follow."""
    return [AssetRow(*row[:_WIDTH]) for row in found]

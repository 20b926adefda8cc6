"""One asset: as a GeoJSON Feature with everything public, and as a record for its HTML page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Double, Label, and_, func, null, select, true
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by
from sqlalchemy.orm import Session
from sqlalchemy.sql import functions

from app.catalog.conditions import PUBLIC, conditions
from app.catalog.features import PUBLIC_FIELDS, feature_texts, public_columns
from app.catalog.filters import AssetFilter
from app.catalog.fragments import as_text
from app.catalog.freshness import freshness
from app.catalog.rows import AssetRow, row_select, rows_of
from app.catalog.sorting import distance_from
from app.catalog.tables import AREA, ASSET, Condition
from app.geography.lookup import Origin
from app.models.asset import AssetIdentifier
from app.settings import MILE_M

CHILDREN_MAX: Final = 50
NEARBY_MAX: Final = 5
NEARBY_WITHIN_M: Final = 25 * MILE_M

_IDENTIFIER: Final = AssetIdentifier.__table__
_DERIVED: Final = ("freshness", "county_name", "parent", "children", "children_count", "identifiers")


@dataclass(frozen=True)
class AssetDetail:
    """What an asset's page shows. `fields` holds every public field and the derived ones by name."""

    id: UUID
    fields: Mapping[str, Any]
    lon: float | None
    lat: float | None
    children: list[AssetRow]
    nearby: list[AssetRow]


def asset_feature(session: Session, asset_id: UUID, *, today: date) -> bytes | None:
    """The asset as a GeoJSON Feature: public fields, freshness, county, parent, children and identifiers.

    None when there is no such asset or it is not public. Whatever its status, a known id is answered.
    """
    columns = (ASSET.c.id, ASSET.c.geom, *public_columns(), *_derived(today))
    page = select(*columns).where(ASSET.c.id == asset_id, as_text(PUBLIC)).cte("page")
    text: str | None = session.scalar(feature_texts(page, (*PUBLIC_FIELDS, *_DERIVED)))
    return text.encode() if text is not None else None


def asset_detail(session: Session, asset_id: UUID, *, today: date) -> AssetDetail | None:
    """The asset, its parts (at most CHILDREN_MAX) and what is near it; None as in asset_feature."""
    point = (func.ST_X(ASSET.c.geom).label("lon"), func.ST_Y(ASSET.c.geom).label("lat"))
    statement = select(ASSET.c.id, *point, *public_columns(), *_derived(today))
    found = session.execute(statement.where(ASSET.c.id == asset_id, as_text(PUBLIC))).mappings().one_or_none()
    if found is None:
        return None
    fields = {name: found[name] for name in (*PUBLIC_FIELDS, *_DERIVED)}
    children = _rows(session, today, null().cast(Double), [ASSET.c.parent_id == asset_id], CHILDREN_MAX)
    nearby = _nearby(session, asset_id, found["lon"], found["lat"], today)
    return AssetDetail(found["id"], fields, found["lon"], found["lat"], children, nearby)


def _nearby(
    session: Session, asset_id: UUID, lon: float | None, lat: float | None, today: date
) -> list[AssetRow]:
    if lon is None or lat is None:
        return []
    origin = Origin(lon, lat, "")
    around = AssetFilter(near=f"{lat},{lon}", within_m=NEARBY_WITHIN_M)
    related = (ASSET.c.parent_id.is_distinct_from(asset_id), ASSET.c.id != asset_id)
    where = [*conditions(around, today=today, origin=origin), *related]
    found = (
        row_select(today, distance_from(origin))
        .where(*where)
        .order_by("distance_m", ASSET.c.id)
        .limit(NEARBY_MAX)
    )
    return rows_of(session.execute(found).all())


def _rows(
    session: Session, today: date, distance_m: ColumnElement[Any], where: list[Condition], limit: int
) -> list[AssetRow]:
    current = conditions(AssetFilter(), today=today)
    found = (
        row_select(today, distance_m).where(*where, *current).order_by(ASSET.c.name, ASSET.c.id).limit(limit)
    )
    return rows_of(session.execute(found).all())


def _derived(today: date) -> list[Label[Any]]:
    """The fields of _DERIVED, each computed for the asset of the enclosing statement."""
    county = select(AREA.c.name).where(AREA.c.kind == "county", AREA.c.geoid == ASSET.c.county_geoid)
    made: tuple[ColumnElement[Any], ...] = (
        freshness(today),
        county.scalar_subquery(),
        _parent(),
        _children(),
        _children_count(),
        _identifiers(),
    )
    return [expression.label(name) for name, expression in zip(_DERIVED, made, strict=True)]


def _link(table: Any) -> ColumnElement[Any]:
    """{"id", "name"} of an asset."""
    return func.jsonb_build_object("id", table.c.id, "name", table.c.name, type_=JSONB)


def _shown(table: Any) -> Condition:
    return and_(table.c.visibility == "public", table.c.deleted_at.is_(None))


def _parent() -> ColumnElement[Any]:
    parent = ASSET.alias("parent")
    return select(_link(parent)).where(parent.c.id == ASSET.c.parent_id, _shown(parent)).scalar_subquery()


def _children() -> ColumnElement[Any]:
    child = ASSET.alias("child")
    mine = (child.c.parent_id == ASSET.c.id, _shown(child))
    first = select(child.c.id, child.c.name).where(*mine).correlate(ASSET)
    listed = first.order_by(child.c.name, child.c.id).limit(CHILDREN_MAX).lateral("listed")
    return _list_of(_link(listed), (listed.c.name, listed.c.id), listed)


def _children_count() -> ColumnElement[int]:
    child = ASSET.alias("counted")
    return (
        select(func.count())
        .select_from(child)
        .where(child.c.parent_id == ASSET.c.id, _shown(child))
        .scalar_subquery()
    )


def _identifiers() -> ColumnElement[Any]:
    own = _IDENTIFIER.c
    entry = func.jsonb_build_object("scheme", own.scheme, "value", own.value, type_=JSONB)
    return _list_of(entry, (own.scheme, own.value), _IDENTIFIER, own.asset_id == ASSET.c.id)


def _list_of(
    entry: ColumnElement[Any], order: tuple[Any, ...], source: Any, *where: Condition
) -> ColumnElement[Any]:
    gathered: functions.Function[Any] = func.jsonb_agg(aggregate_order_by(entry, *order), type_=JSONB)
    listed = func.coalesce(gathered, func.jsonb_build_array(type_=JSONB), type_=JSONB)
    return select(listed).select_from(source).where(and_(true(), *where)).correlate(ASSET).scalar_subquery()

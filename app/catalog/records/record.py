"""The record: an asset with its identifiers, county and parent, as everyone may see it; one, a page, or a stream.

Every standard is written from it, so that no two of them say different things about the same asset.
"""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, Text, and_, case, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, aggregate_order_by
from sqlalchemy.orm import Session

from app.catalog.conditions import PUBLIC
from app.catalog.features import PUBLIC_FIELDS, public_columns
from app.catalog.fragments import as_text
from app.catalog.tables import AREA, ASSET, Condition
from app.models.asset import AssetIdentifier

SERVICE_KINDS: Final = ("program", "opportunity")
"""What HSDS calls a service; an institution is an organization."""
PLACED: Final = ("exact", "street")
"""Precisions whose point is the asset's own; the others are the middle of a larger area."""
DERIVED_KEY: Final = "derived:"
_AT_ONCE: Final = 500
_PARENT_FIELDS: Final = (
    "id", "kind", "subtype", "name", "alternate_name", "description", "url", "email", "city", "state",
)  # fmt: skip
_IDENTIFIER: Final = AssetIdentifier.__table__


@dataclass(frozen=True)
class Record:
    """An asset. `fields` holds the public columns by name; `lon` and `lat` are WGS84 degrees.

    `parent` holds a few fields of the public asset that this one is part of. `area_names` are the counties it serves.
    `identifiers` are (scheme, value), without keys that were made up for a file that had none.
    """

    id: UUID
    fields: dict[str, Any]
    lon: float | None
    lat: float | None
    county_name: str | None
    parent: dict[str, Any] | None
    area_names: list[str]
    identifiers: list[tuple[str, str]]

    def __getitem__(self, name: str) -> Any:
        return self.fields[name]

    @cached_property
    def key(self) -> str:
        """The id as text."""
        return str(self.id)

    @property
    def provider(self) -> dict[str, Any] | None:
        """The institution that runs it, or None."""
        return self.parent if self.parent and self.parent["kind"] == "institution" else None

    @property
    def point(self) -> tuple[float, float] | None:
        """(lon, lat) of its own; None where it is only known to lie in some area."""
        if self.lon is None or self.lat is None or self["location_precision"] not in PLACED:
            return None
        return round(self.lon, 6), round(self.lat, 6)


def read_record(session: Session, asset_id: UUID) -> Record | None:
    """The asset of any kind and status, or None when there is no such public asset."""
    found = session.execute(_select().where(ASSET.c.id == asset_id, as_text(PUBLIC))).one_or_none()
    return _record(found) if found is not None else None


def read_page(session: Session, where: Sequence[Condition], *, limit: int, offset: int = 0) -> list[Record]:
    """At most `limit` assets that meet `where`, in the order of their ids: one statement."""
    ids = select(ASSET.c.id).where(*where).order_by(ASSET.c.id).limit(limit).offset(offset).subquery()
    found = session.execute(_select().where(ASSET.c.id.in_(select(ids.c.id))).order_by(ASSET.c.id))
    return [_record(row) for row in found]


def stream(session: Session, where: Sequence[Condition]) -> Iterator[Record]:
    """All assets that meet `where`, in the order of their ids, some hundred in memory at a time."""
    statement = _select().where(*where).order_by(ASSET.c.id)
    for row in session.execute(statement, execution_options={"yield_per": _AT_ONCE}):
        yield _record(row)


def services() -> Condition:
    """Programs and opportunities."""
    return ASSET.c.kind.in_(SERVICE_KINDS)


def institutions() -> Condition:
    """Institutions."""
    condition: Condition = ASSET.c.kind == "institution"
    return condition


def institutions_of(where: Sequence[Condition]) -> list[Condition]:
    """Public institutions that meet `where`, those that run a service which does, and all that those belong to."""
    wanted = (
        select(case((services(), ASSET.c.parent_id), else_=ASSET.c.id).label("id"))
        .where(*where)
        .cte("wanted", recursive=True)
    )
    above = ASSET.alias("above")
    wanted = wanted.union(
        select(above.c.parent_id).where(above.c.id == wanted.c.id, above.c.parent_id.is_not(None))
    )
    return [as_text(PUBLIC), institutions(), ASSET.c.id.in_(select(wanted.c.id))]


def named_providers(session: Session, where: Sequence[Condition]) -> Generator[tuple[str, str]]:
    """(state, name) of the organizations that services which meet `where` know by name alone, in order."""
    pair = (ASSET.c.state, ASSET.c.organization_name)
    named = select(*pair).where(*where, services(), ASSET.c.organization_name.is_not(None))
    statement = named.distinct().order_by(*pair)
    with session.execute(statement, execution_options={"yield_per": _AT_ONCE}) as found:
        yield from (tuple(row) for row in found)


def has_place() -> Condition:
    """Assets that have a point of their own, a town, or an address online (see hsds_places.location_of)."""
    online = and_(ASSET.c.reach == "virtual", ASSET.c.url.is_not(None))
    return or_(
        and_(ASSET.c.geom.is_not(None), ASSET.c.location_precision.in_(PLACED)),
        ASSET.c.city.is_not(None),
        online,
    )


def _select() -> Select[Any]:
    return select(
        ASSET.c.id,
        func.ST_X(ASSET.c.geom).label("lon"),
        func.ST_Y(ASSET.c.geom).label("lat"),
        _county().label("county_name"),
        _parent().label("parent"),
        _area_names().label("area_names"),
        _identifiers().label("identifiers"),
        *public_columns(),
    )


def _record(row: Row[Any]) -> Record:
    found = row._mapping  # noqa: SLF001 - the documented name of a row as a mapping
    return Record(
        found["id"],
        {name: found[name] for name in PUBLIC_FIELDS},
        found["lon"],
        found["lat"],
        found["county_name"],
        found["parent"],
        found["area_names"] or [],
        [(scheme, value) for scheme, value in found["identifiers"] or ()],
    )


def _county() -> ColumnElement[str | None]:
    named = (AREA.c.kind == "county", AREA.c.geoid == ASSET.c.county_geoid)
    return select(AREA.c.name).where(*named).correlate(ASSET).scalar_subquery()


def _area_names() -> ColumnElement[Any]:
    served = AREA.c.geoid == func.any(ASSET.c.service_area_geoids)
    names = func.array_agg(aggregate_order_by(AREA.c.name, AREA.c.geoid), type_=ARRAY(Text))
    return select(names).where(AREA.c.kind == "county", served).correlate(ASSET).scalar_subquery()


def _parent() -> ColumnElement[Any]:
    parent = ASSET.alias("parent")
    pairs = [part for name in _PARENT_FIELDS for part in (name, parent.c[name])]
    shown = and_(parent.c.visibility == "public", parent.c.deleted_at.is_(None))
    made = func.jsonb_build_object(*pairs, type_=JSONB)
    return select(made).where(parent.c.id == ASSET.c.parent_id, shown).correlate(ASSET).scalar_subquery()


def _identifiers() -> ColumnElement[Any]:
    own = _IDENTIFIER.c
    pair = func.jsonb_build_array(own.scheme, own.value, type_=JSONB)
    listed = func.jsonb_agg(aggregate_order_by(pair, own.scheme, own.value), type_=JSONB)
    given = (own.asset_id == ASSET.c.id, own.value.not_like(f"{DERIVED_KEY}%"))
    return select(listed).where(*given).correlate(ASSET).scalar_subquery()

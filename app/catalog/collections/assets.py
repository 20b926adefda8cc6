"""The collections of assets: all of them, and one for each kind."""

from typing import Any, Final

from sqlalchemy import Boolean, Column, Date, Float, Integer, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TIMESTAMP

from app.catalog.closed_lists import CLOSED
from app.catalog.collections.model import Collection, Property, PropertyKind
from app.catalog.features import PUBLIC_FIELDS
from app.catalog.freshness import freshness_sql, freshness_values
from app.catalog.tables import ASSET
from app.clock import today
from app.vocabulary import assets

_KINDS: Final[tuple[tuple[type[Any], PropertyKind], ...]] = (
    (ARRAY, "text-array"),
    (JSONB, "json"),
    (TIMESTAMP, "timestamp"),
    (Date, "date"),
    (Boolean, "boolean"),
    (Integer, "integer"),
    (Float, "number"),
    (Uuid, "uuid"),
    (Text, "text"),
)
_TITLES: Final = {
    "url": "Web address",
    "email": "E-mail",
    "parent_id": "Part of (id of an asset)",
    "organization_name": "Run by (where that is no asset itself)",
    "postal_code": "ZIP code",
    "county_geoid": "County (five-digit GEOID)",
    "service_radius_m": "Service radius in metres",
    "service_area_geoids": "Counties served (GEOIDs)",
    "career_clusters_2002": "Career clusters of 2002",
    "cip_codes": "CIP codes",
    "soc_codes": "SOC codes",
    "cost_amount": "Cost in US dollars",
    "seats": "Seats a year",
    "source_url": "Address of the source",
    "verified_at": "Last verified",
    "schedule": "Schedule (iCalendar RRULE)",
    "stops": "Stops of a mobile program",
}


def _kind_of(column: Column[Any]) -> PropertyKind:
    return next(kind for type_, kind in _KINDS if isinstance(column.type, type_))


def _property(name: str) -> Property:
    title = _TITLES.get(name) or name.replace("_", " ").capitalize()
    vocabulary = CLOSED.get(name)
    return Property(name, f"asset.{name}", _kind_of(ASSET.c[name]), title, vocabulary)


PROPERTIES: Final = (
    *(_property(name) for name in PUBLIC_FIELDS),
    Property(
        "freshness",
        freshness_sql("asset.verified_at"),
        "text",
        "Freshness: how long ago somebody verified it",
        assets.FRESHNESS,
        values=lambda: freshness_values(today()),
    ),
)
"""In the order of stored features; `freshness` depends on the day."""


def _collection(name: str, title: str, description: str, condition: str) -> Collection:
    return Collection(
        id=name,
        title=title,
        description=description,
        table="asset",
        key="asset.id",
        key_kind="uuid",
        condition=condition,
        geometry="asset.geom",
        geometry_format="geometry-point",
        properties=PROPERTIES,
        period=("asset.start_date", "asset.end_date"),
    )


_CURRENT: Final = (
    "Active ones, without opportunities that are over, unless `status` or `open_on` ask for others."
)
ASSET_COLLECTIONS: Final = (
    _collection(
        "assets", "STEM assets", f"Institutions, programs and opportunities in STEM. {_CURRENT}", "TRUE"
    ),
    _collection(
        "institutions",
        "Institutions",
        f"Schools, colleges, museums, libraries, agencies, employers and hubs. {_CURRENT}",
        "asset.kind = 'institution'",
    ),
    _collection(
        "programs",
        "Programs",
        f"What runs: clubs, camps, pathways, courses, mentoring, mobile labs. {_CURRENT}",
        "asset.kind = 'program'",
    ),
    _collection(
        "opportunities",
        "Opportunities",
        f"What has its time: internships, scholarships, competitions, events, teacher training. {_CURRENT}",
        "asset.kind = 'opportunity'",
    ),
)

"""Which tables and columns of HSDS 3.1 are read, and the sheet they become.

A package that this service wrote has all fields; those without a place in HSDS are attributes with our terms.

Source: Human Services Data Specification 3.1, schema reference (Open Referral).
"""

import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from app.catalog.records.attributes import LINK_TYPES
from app.catalog.records.hsds_package import UNRECORDED
from app.catalog.records.taxonomy import OURS


@dataclass(frozen=True)
class Table:
    """A table's columns that are read, and the other names its file may have."""

    columns: tuple[str, ...]
    also: tuple[str, ...]


@dataclass(frozen=True)
class SheetColumn:
    """A column of the sheet: its header, its SQL over `s`, `l`, `o`, `a` and `link`, and the column it needs."""

    header: str
    sql: str
    source: tuple[str, str]


_SERVICE: Final = (
    "alternate_name", "description", "url", "email", "status", "interpretation_services", "application_process",
    "fees_description", "accreditations", "eligibility_description", "minimum_age", "maximum_age", "licenses", "alert",
    "assured_date", "last_modified",
)  # fmt: skip
_ADDRESS: Final = ("address_1", "address_2", "city", "state_province", "postal_code")
TABLES: Final[dict[str, Table]] = {
    "services": Table(("id", "organization_id", "name", *_SERVICE), ("service",)),
    "organizations": Table(("id", "name"), ("organization",)),
    "locations": Table(("id", "name", "latitude", "longitude"), ("location",)),
    "service_at_locations": Table(
        ("id", "service_id", "location_id"),
        ("service_at_location", "services_at_location", "services_at_locations"),
    ),
    "addresses": Table(("location_id", "address_type", *_ADDRESS), ("address", "physical_addresses")),
    "phones": Table(
        ("number", "service_id", "location_id", "organization_id", "service_at_location_id"), ("phone",)
    ),
    "languages": Table(("name", "service_id", "location_id"), ("language",)),
    "schedules": Table(
        ("description", "service_id", "location_id", "service_at_location_id"),
        ("schedule", "regular_schedules"),
    ),
    "service_areas": Table(("name", "service_id"), ("service_area",)),
    "attributes": Table(("link_id", "taxonomy_term_id", "link_type", "value"), ("attribute",)),
    "taxonomy_terms": Table(("id", "name", "code", "taxonomy"), ("taxonomy_term",)),
}
_NUMBER = "(SELECT p.number FROM phones p WHERE p.number <> '' AND p.{} LIMIT 1)"
_PHONE = "coalesce({})".format(  # the nearest: of the service there, the service, the place, its organization
    ", ".join(
        _NUMBER.format(owner)
        for owner in (
            "service_at_location_id = link.id", "service_id = s.id", "location_id = l.id", "organization_id = o.id",
        )
    )
)  # fmt: skip
_LANGUAGES = """(SELECT group_concat(DISTINCT g.name) FROM languages g
    WHERE g.name <> '' AND (g.service_id = s.id OR g.location_id = l.id))"""
_SCHEDULE = """(SELECT group_concat(h.description, '; ') FROM schedules h WHERE h.description <> ''
    AND (h.service_id = s.id OR h.location_id = l.id OR h.service_at_location_id = link.id))"""
_AREAS = "(SELECT group_concat(r.name, '; ') FROM service_areas r WHERE r.service_id = s.id)"
_TERMS = """(SELECT group_concat(t.name, '; ') FROM attributes b JOIN taxonomy_terms t ON t.id = b.taxonomy_term_id
    WHERE b.link_id = s.id)"""
COLUMNS: Final = (
    SheetColumn("id", "coalesce(link.id, s.id)", ("services", "id")),
    SheetColumn("name", "s.name", ("services", "name")),
    SheetColumn(
        "organization_name", f"CASE WHEN o.id <> '{UNRECORDED}' THEN o.name END", ("organizations", "name")
    ),
    *(SheetColumn(name, f"s.{name}", ("services", name)) for name in _SERVICE),
    SheetColumn("phone", _PHONE, ("phones", "number")),
    SheetColumn("location_name", "l.name", ("locations", "name")),
    *(SheetColumn(name, f"a.{name}", ("addresses", name)) for name in _ADDRESS),
    SheetColumn("latitude", "l.latitude", ("locations", "latitude")),
    SheetColumn("longitude", "l.longitude", ("locations", "longitude")),
    SheetColumn("languages", _LANGUAGES, ("languages", "name")),
    SheetColumn("schedule", _SCHEDULE, ("schedules", "description")),
    SheetColumn("service_area_names", _AREAS, ("service_areas", "name")),
    SheetColumn("taxonomy_terms", _TERMS, ("taxonomy_terms", "name")),
    SheetColumn("service_id", "s.id", ("service_at_locations", "service_id")),
    SheetColumn("location_id", "l.id", ("service_at_locations", "location_id")),
)
_OWN_TYPES = f"""SELECT DISTINCT b.link_type FROM attributes b JOIN taxonomy_terms t ON t.id = b.taxonomy_term_id
    WHERE t.taxonomy = '{OURS}'"""  # noqa: S608 - our constants, here and below
_OWN = f"""(SELECT group_concat(coalesce(nullif(b.value, ''), t.code), '; ')
    FROM attributes b JOIN taxonomy_terms t ON t.id = b.taxonomy_term_id
    WHERE b.link_id = s.id AND b.link_type = '{{}}' AND t.taxonomy = '{OURS}')"""  # noqa: S608
_FROM = """
FROM services s
LEFT JOIN (SELECT rowid AS place, * FROM service_at_locations WHERE location_id IN (SELECT id FROM locations)) link
    ON link.service_id = s.id
LEFT JOIN locations l ON l.id = link.location_id
LEFT JOIN organizations o ON o.id = s.organization_id
LEFT JOIN addresses a ON a.rowid = (SELECT e.rowid FROM addresses e WHERE e.location_id = l.id
    ORDER BY e.address_type = 'physical' DESC, e.rowid LIMIT 1)
ORDER BY s.rowid, link.place
"""


def own_columns(tables: sqlite3.Connection) -> tuple[SheetColumn, ...]:
    """Columns of a package that this service wrote: fields that HSDS has no place for, under their own names."""
    if not tables.execute(f"SELECT 1 FROM taxonomy_terms WHERE taxonomy = '{OURS}' LIMIT 1").fetchone():  # noqa: S608
        return ()
    found = {link_type for (link_type,) in tables.execute(_OWN_TYPES)}
    return tuple(
        SheetColumn(name, _OWN.format(name), ("attributes", "value")) for name in LINK_TYPES if name in found
    )


def reading_sql(columns: Collection[SheetColumn]) -> str:
    """The SELECT (for SQLite) of these columns."""
    return "SELECT " + ", ".join(column.sql for column in columns) + _FROM

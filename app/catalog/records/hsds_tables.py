"""HSDS 3.1 as tables: which files a data package has, their columns, and a nested body taken apart into rows. Pure.

Source: Human Services Data Specification 3.1, tabular representation (Open Referral).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

Body = dict[str, Any]
_TYPES: Final = {
    "minimum_age": "number", "maximum_age": "number", "latitude": "number", "longitude": "number", "amount": "number",
    "assured_date": "date", "valid_from": "date", "valid_to": "date", "dtstart": "date", "last_modified": "datetime",
}  # fmt: skip
"""Types of columns that are not text."""
_KEYS: Final = {
    "organization_id": "organizations", "parent_organization_id": "organizations", "service_id": "services",
    "location_id": "locations", "taxonomy_term_id": "taxonomy_terms", "taxonomy_id": "taxonomies",
}  # fmt: skip
"""Columns that name a row of another table."""


@dataclass(frozen=True)
class Table:
    """A file of the package: the entity a row is, its columns, and the column that names the row it belongs to."""

    entity: str
    columns: tuple[str, ...]
    required: tuple[str, ...] = ()


TABLES: Final[dict[str, Table]] = {
    "organizations": Table("organization", (
        "id", "name", "alternate_name", "description", "email", "website", "parent_organization_id",
    ), ("id", "name", "description")),
    "services": Table("service", (
        "id", "organization_id", "name", "alternate_name", "description", "url", "email", "status",
        "application_process", "fees_description", "eligibility_description", "minimum_age", "maximum_age",
        "assured_date", "last_modified",
    ), ("id", "organization_id", "name", "status")),
    "locations": Table("location", (
        "id", "location_type", "url", "organization_id", "name", "transportation", "latitude", "longitude",
    ), ("id", "location_type")),
    "service_at_locations": Table("service_at_location", ("id", "service_id", "location_id"),
                                  ("id", "service_id", "location_id")),
    "addresses": Table("address", (
        "id", "location_id", "address_1", "city", "state_province", "postal_code", "country", "address_type",
    ), ("id", "city", "state_province", "country", "address_type")),
    "phones": Table("phone", ("id", "location_id", "service_id", "organization_id", "number", "type"),
                    ("id", "number")),
    "schedules": Table("schedule", ("id", "service_id", "valid_from", "valid_to", "dtstart", "description"), ("id",)),
    "service_areas": Table("service_area", ("id", "service_id", "name"), ("id",)),
    "languages": Table("language", ("id", "service_id", "location_id", "name", "code"), ("id",)),
    "cost_options": Table("cost_option", ("id", "service_id", "option", "currency", "amount", "amount_description"),
                          ("id", "service_id")),
    "accessibility": Table("accessibility", ("id", "location_id", "description"), ("id",)),
    "organization_identifiers": Table("organization_identifier", (
        "id", "organization_id", "identifier_scheme", "identifier_type", "identifier",
    ), ("id", "organization_id", "identifier_type", "identifier")),
    "attributes": Table("attribute", (
        "id", "link_id", "taxonomy_term_id", "link_type", "link_entity", "value", "label",
    ), ("id", "link_id", "taxonomy_term_id", "link_entity")),
    "taxonomies": Table("taxonomy", ("id", "name", "description"), ("id", "name", "description")),
    "taxonomy_terms": Table("taxonomy_term", (
        "id", "code", "name", "description", "parent_id", "taxonomy", "language", "taxonomy_id",
    ), ("id", "name", "description")),
}  # fmt: skip
"""By file name without its ending, in the order of the package."""

Row = tuple[str, list[Any]]
"""A table's name and a row of its columns."""


def rows_of(table: str, body: Body) -> Iterator[Row]:
    """The rows of a nested `body` that belongs into `table`: its own first, then those of the lists in it."""
    spec = TABLES[table]
    place = body.get("location")
    given = body | ({"location_id": place["id"]} if place else {})
    yield table, [given.get(column) for column in spec.columns]
    if place:
        yield from rows_of("locations", place)
    owner = {f"{spec.entity}_id": body["id"]}
    for name, children in body.items():
        if isinstance(children, list) and name in TABLES:
            for child in children:
                yield from rows_of(name, child | owner)


def descriptor(title: str, created: str, licence: Body, sources: list[Body]) -> Body:
    """The package's datapackage.json (Tabular Data Package)."""
    return {
        "profile": "tabular-data-package",
        "name": "stem-asset-map",
        "title": title,
        "created": created,
        "licenses": [licence],
        "sources": sources,
        "resources": [_resource(name, table) for name, table in TABLES.items()],
    }


def _resource(name: str, table: Table) -> Body:
    return {
        "name": table.entity,
        "path": f"{name}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {
            "fields": [_field(column, table) for column in table.columns],
            "primaryKey": "id",
            "foreignKeys": [_foreign(column, name) for column in table.columns if column in _KEYS],
        },
    }


def _field(column: str, table: Table) -> Body:
    rules = {"constraints": {"required": True}} if column in table.required else {}
    return {"name": column, "type": _TYPES.get(column, "string"), **rules}


def _foreign(column: str, own: str) -> Body:
    meant = _KEYS[column]
    return {
        "fields": column,
        "reference": {"resource": "" if meant == own else TABLES[meant].entity, "fields": "id"},
    }

"""Who runs services, in HSDS 3.1: institutions, and organizations that the inventory knows by name alone. Pure.

Source: Human Services Data Specification 3.1, schema and API reference (Open Referral).
"""

from collections.abc import Mapping
from typing import Any, Final

from app.catalog.records.attributes import attributes_of
from app.catalog.records.hsds_places import filled, location_of, phones_of
from app.catalog.records.record import Record
from app.catalog.records.taxonomy import made_id
from app.catalog.records.words import description_of

Body = dict[str, Any]
_SCHEMES: Final = {
    "nces-school": "NCES school ID", "nces-district": "NCES district ID", "ipeds-unitid": "IPEDS UnitID",
    "opeid": "OPE ID", "ein": "Employer Identification Number", "uei": "Unique Entity ID (SAM)",
    "census-geoid": "Census GEOID", "hsds": "HSDS identifier", "ipeds-program": "IPEDS program",
    "scorecard-field": "College Scorecard field", "imls-museum": "IMLS museum ID", "imls-library": "IMLS library ID",
}  # fmt: skip
_ORG_ID_SCHEMES: Final = {"ein": "US-EIN"}
"""Schemes that org-id.guide lists, by ours."""
_BY_NAME: Final = "Known by name alone: the inventory has no entry of its own for it."


def organization(record: Record) -> Body:
    """An institution as a nested HSDS organization."""
    parent = record.provider
    place = location_of(record)
    return filled(
        {
            "id": record.key,
            "name": record["name"],
            "alternate_name": record["alternate_name"],
            "description": _described(record.fields),
            "email": record["email"],
            "website": record["url"],
            "parent_organization_id": parent["id"] if parent else None,
            "phones": phones_of(record),
            "locations": [place] if place else [],
            "organization_identifiers": [_identifier(record, *pair) for pair in record.identifiers],
            "attributes": attributes_of(record, "organization"),
        }
    )


def organization_of(record: Record) -> Body | None:
    """Who runs a service: the institution, or else the organization that the inventory knows by name alone, or None."""
    if record.provider:
        return organization_in_short(record.provider)
    return named_organization(record["state"], record["organization_name"])


def named_organization(state: str, name: str | None) -> Body | None:
    """An organization without an entry of its own: the same name is the same organization within a state."""
    if name is None:
        return None
    return {"id": made_organization_id(state, name), "name": name, "description": _BY_NAME}


def made_organization_id(state: str, name: str) -> str:
    """The lasting id of an organization known by name alone."""
    return made_id("organization", state, name)


def organization_in_short(fields: Mapping[str, Any]) -> Body:
    """An organization's single values, from a record's parent."""
    return filled(
        {
            "id": fields["id"],
            "name": fields["name"],
            "alternate_name": fields["alternate_name"],
            "description": _described(fields),
            "email": fields["email"],
            "website": fields["url"],
        }
    )


def _described(fields: Mapping[str, Any]) -> str:
    return fields["description"] or description_of(fields["subtype"], fields["city"], fields["state"])


def _identifier(record: Record, scheme: str, value: str) -> Body:
    named = _SCHEMES.get(scheme) or f"Key of {scheme.removeprefix('state:')}’s inventory"
    return filled(
        {
            "id": made_id(record.key, "identifier", scheme, value),
            "identifier_scheme": _ORG_ID_SCHEMES.get(scheme),
            "identifier_type": named,
            "identifier": value,
        }
    )

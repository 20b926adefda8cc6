"""The collections of areas: one for each kind of area, with its people and, where known, its boundary."""

from typing import Final

from app.catalog.collections.model import Collection, Property, PropertyKind
from app.vocabulary.codes import AREA_KINDS, STATES

_IDS: Final = {
    "state": "states",
    "county": "counties",
    "place": "places",
    "zip": "zips",
    "tract": "tracts",
    "block-group": "block-groups",
    "school-district": "school-districts",
    "legislative-district": "legislative-districts",
    "custom": "custom-areas",
}
KIND_OF: Final = {name: kind for kind, name in _IDS.items()}
"""Kind of area by id of its collection."""
_NEWEST: Final = (
    '(SELECT figure.{column} FROM area_population figure WHERE figure.area_id = area.id AND figure."group" ='
    " 'total' ORDER BY figure.vintage DESC, figure.source LIMIT 1)"
)


def _figure(column: str) -> str:
    """A column of the newest figure of all people that is stored for the area."""
    return _NEWEST.format(column=column)


def _column(name: str, kind: PropertyKind, title: str) -> Property:
    return Property(name, f"area.{name}", kind, title, STATES if name == "state" else None)


PROPERTIES: Final = (
    _column("geoid", "text", "GEOID (code of the Census Bureau)"),
    _column("name", "text", "Name"),
    _column("alternate_names", "text-array", "Other names"),
    _column("state", "text", "State"),
    _column("county_geoid", "text", "County (five-digit GEOID)"),
    Property("population", _figure("people"), "number", "People"),
    Property("population_vintage", _figure("vintage"), "text", "Vintage of the number of people"),
    Property("population_source", _figure("source"), "text", "Source of the number of people"),
    _column("median_household_income", "integer", "Median household income in US dollars"),
    _column("land_area_m2", "number", "Land area in square metres"),
    _column("vintage", "text", "Vintage of name and place"),
    _column("source", "text", "Source of name and place"),
)


def _collection(kind: str) -> Collection:
    label = AREA_KINDS.label(kind)
    return Collection(
        id=_IDS[kind],
        title=label,
        description=f"{label} of the United States with their people; a point inside where no boundary is known.",
        table="area",
        key="area.geoid",
        key_kind="text",
        condition=f"area.kind = '{kind}'",
        geometry="coalesce(area.geom, area.point)",
        geometry_format="geometry-any",
        properties=PROPERTIES,
    )


AREA_COLLECTIONS: Final = tuple(_collection(kind) for kind in AREA_KINDS)

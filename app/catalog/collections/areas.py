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
_OWN: Final = (
    "(SELECT figure.{column} FROM area_population figure WHERE figure.area_id = area.id"
    " AND figure.\"group\" = '{group}' ORDER BY figure.vintage DESC, figure.source LIMIT 1)"
)
_PARTS: Final = (
    "(SELECT {what} FROM area zip JOIN area_population figure ON figure.area_id = zip.id"
    " WHERE zip.kind = 'zip' AND {within} AND figure.\"group\" = '{group}' GROUP BY figure.source, figure.vintage"
    " ORDER BY count(*) >= 0.95 * max(count(*)) OVER () DESC, figure.vintage DESC, figure.source LIMIT 1)"
)
"""Of one set of figures only, as sets are never added up: the newest that has nearly all of the ZIP areas."""
_WITHIN: Final = {"state": "zip.state = area.state", "county": "zip.county_geoid = area.geoid"}
"""Areas whose people are those of their ZIP areas, as long as no figure of their own is loaded."""
_CODE: Final = {"state": "state", "county": "county_geoid"}
_ALL_PARTS: Final = (
    "((SELECT jsonb_object_agg(code, people) FROM (SELECT DISTINCT ON (code) code, people FROM"
    " (SELECT zip.{code} AS code, sum(figure.people) AS people, figure.source, figure.vintage,"
    " count(*) >= 0.95 * max(count(*)) OVER (PARTITION BY zip.{code}) AS whole"
    " FROM area zip JOIN area_population figure ON figure.area_id = zip.id"
    " WHERE zip.kind = 'zip' AND zip.{code} IS NOT NULL AND figure.\"group\" = '{group}'"
    " GROUP BY zip.{code}, figure.source, figure.vintage) each_set"
    " ORDER BY code, whole DESC, vintage DESC, source) each_one) ->> area.{code})::float8"
)
"""The same sums of all areas at once, found by code: added up once a statement, not once a row."""


def _figure(kind: str, group: str, column: str) -> str:
    """A column of the newest figure of `group`; of a state or county without one, the sum over its ZIP areas."""
    own = _OWN.format(column=column, group=group)
    if kind not in _WITHIN:
        return own
    what = "sum(figure.people)" if column == "people" else f"figure.{column}"
    return f"coalesce({own}, {_PARTS.format(what=what, within=_WITHIN[kind], group=group)})"


def _people(name: str, kind: str, group: str, title: str) -> Property:
    """How many people of `group` there are."""
    for_all = None
    if kind in _CODE:
        own = _OWN.format(column="people", group=group)
        for_all = f"coalesce({own}, {_ALL_PARTS.format(code=_CODE[kind], group=group)})"
    return Property(name, _figure(kind, group, "people"), "number", title, for_all=for_all)


def _column(name: str, kind: PropertyKind, title: str) -> Property:
    return Property(name, f"area.{name}", kind, title, STATES if name == "state" else None)


def _properties(kind: str) -> tuple[Property, ...]:
    return (
        _column("geoid", "text", "GEOID (code of the Census Bureau)"),
        _column("name", "text", "Name"),
        _column("alternate_names", "text-array", "Other names"),
        _column("state", "text", "State"),
        _column("county_geoid", "text", "County (five-digit GEOID)"),
        _people("population", kind, "total", "People"),
        _people("households", kind, "households", "Households"),
        Property("population_vintage", _figure(kind, "total", "vintage"), "text", "Vintage of these figures"),
        Property("population_source", _figure(kind, "total", "source"), "text", "Source of these figures"),
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
        properties=_properties(kind),
    )


AREA_COLLECTIONS: Final = tuple(_collection(kind) for kind in AREA_KINDS)

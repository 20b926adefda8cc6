"""The properties of a collection as JSON Schema: what can be asked about, and what features hold. Pure."""

from typing import Any, Final

from app.catalog.collections.model import Collection, PropertyKind
from app.catalog.cql2 import Queryable
from app.vocabulary.terms import Vocabulary

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_TYPES: Final[dict[PropertyKind, dict[str, Any]]] = {
    "text": {"type": "string"},
    "uuid": {"type": "string", "format": "uuid"},
    "number": {"type": "number"},
    "integer": {"type": "integer"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "timestamp": {"type": "string", "format": "date-time"},
    "text-array": {"type": "array", "items": {"type": "string"}},
    "json": {"type": "array", "items": {"type": "object"}},
}


def queryables_schema(collection: Collection, uri: str) -> dict[str, Any]:
    """What filters of `collection` may name, for the address `uri`."""
    properties = {each.name: value_schema(collection, each) for each in collection.queryables.values()}
    return _object(uri, f"Queryables of {collection.title}", properties) | {"additionalProperties": False}


def features_schema(collection: Collection, uri: str) -> dict[str, Any]:
    """A feature of `collection` as GeoJSON, for the address `uri`: GDAL learns the types of fields from it."""
    properties = {each.name: _typed(each.kind, each.title, each.vocabulary) for each in collection.properties}
    members = {
        "type": {"type": "string", "enum": ["Feature"]},
        "id": {"type": "string"},
        "geometry": _geometry(collection),
        "properties": {"type": "object", "properties": properties},
    }
    return _object(uri, collection.title, members) | {"required": list(members)}


def _object(uri: str, title: str, properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "$schema": DIALECT,
        "$id": uri,
        "type": "object",
        "title": title,
        "properties": properties,
    }


def _geometry(collection: Collection) -> dict[str, Any]:
    return {
        "title": "Geometry",
        "format": collection.geometry_format,
        "x-ogc-role": "primary-geometry",
    }


def value_schema(collection: Collection, queryable: Queryable) -> dict[str, Any]:
    """The schema of one queryable."""
    if queryable.kind == "geometry":
        return _geometry(collection)
    if queryable.name == "id":
        return {"title": queryable.title, **_TYPES[queryable.kind], "x-ogc-role": "id"}
    found = collection.by_name[queryable.name]
    schema = _typed(found.kind, found.title, found.vocabulary)
    if found.kind == "text-array":
        schema["description"] = f"A list, never NULL: a_equals({found.name}, ()) finds the empty ones."
    return schema


def _typed(kind: PropertyKind, title: str, vocabulary: Vocabulary | None) -> dict[str, Any]:
    schema: dict[str, Any] = {"title": title, **_TYPES[kind]}
    if vocabulary is None:
        return schema
    words = {"enum": list(vocabulary), "x-enum-titles": dict(vocabulary.labels)}
    if kind == "text-array":
        return {**schema, "items": {"type": "string", **words}}
    return schema | words

"""The OpenAPI 3.0 document of /ogc, made from the collections: every path with every parameter it takes. Pure."""

from collections.abc import Iterable
from importlib.metadata import version
from typing import Any, Final

from app.catalog.collections import Collection
from app.catalog.collections.crs import CRS84, CRSS
from app.catalog.collections.question import OWN
from app.catalog.collections.schemas import value_schema
from app.catalog.cql2 import LANGUAGES
from app.catalog.filters import FILTER_NAMES
from app.catalog.parameters import openapi_parameters
from app.routers.ogc.tile_openapi import tile_paths
from app.settings import Settings

Document = dict[str, Any]
_TEXT: Final = {"type": "string"}
PROBLEM: Final = "application/problem+json"


def openapi_document(
    root: str, title: str, about: str, collections: Iterable[Collection], settings: Settings
) -> Document:
    """The document of the service whose landing page is at `root`."""
    paths: Document = {
        "/": _get("landing", "Landing page", "application/json", "LandingPage"),
        "/conformance": _get("conformance", "Conformance", "application/json", "Conformance"),
        "/api": _get("api", "This description", "application/vnd.oai.openapi+json;version=3.0", "Any"),
        "/collections": _get("collections", "Collections", "application/json", "Collections"),
    }
    there = list(collections)
    for each in there:
        paths |= _paths(each, settings)
    paths |= tile_paths(there)
    return {
        "openapi": "3.0.3",
        "info": {
            "title": title,
            "description": about,
            "version": version("stemmap"),
            "license": {"name": "MIT (code)"},
        },
        "servers": [{"url": root}],
        "tags": [{"name": "features", "description": about}],
        "paths": paths,
        "components": {"schemas": _SCHEMAS, "responses": _RESPONSES, "parameters": {"f": _FORM}},
    }


def _paths(collection: Collection, settings: Settings) -> Document:
    here, name = f"/collections/{collection.id}", collection.id.replace("-", "_")
    title = collection.title
    schema_type = "application/schema+json"
    item = _get(
        f"{name}_item", f"One feature of {title}", "application/geo+json", "Feature", *_item_parameters()
    )
    item["get"]["parameters"].insert(0, _path_parameter(collection))
    item["get"]["responses"]["404"] = {"$ref": "#/components/responses/NotFound"}
    return {
        here: _get(f"{name}_collection", title, "application/json", "Collection"),
        f"{here}/queryables": _get(f"{name}_queryables", f"Queryables of {title}", schema_type, "Any"),
        f"{here}/schema": _get(f"{name}_schema", f"Schema of {title}", schema_type, "Any"),
        f"{here}/items": _get(
            f"{name}_items",
            f"Features of {title}",
            "application/geo+json",
            "FeatureCollection",
            *_items_parameters(collection, settings),
        ),
        f"{here}/items/{{featureId}}": item,
    }


def _get(operation: str, summary: str, media_type: str, schema: str, *parameters: Document) -> Document:
    content = {
        media_type: {"schema": {"$ref": f"#/components/schemas/{schema}"}},
        "text/html": {"schema": _TEXT},
    }
    return {
        "get": {
            "operationId": operation,
            "summary": summary,
            "tags": ["features"],
            "parameters": [*parameters, {"$ref": "#/components/parameters/f"}],
            "responses": {
                "200": {"description": summary, "content": content},
                "304": {"description": "The caller has this answer."},
                "400": {"$ref": "#/components/responses/BadRequest"},
                "503": {"$ref": "#/components/responses/TooMuchWork"},
            },
        }
    }


def _path_parameter(collection: Collection) -> Document:
    schema = {"type": "string", "format": "uuid"} if collection.key_kind == "uuid" else _TEXT
    return {"name": "featureId", "in": "path", "required": True, "schema": schema}


def _parameter(name: str, description: str, schema: Document, **more: Any) -> Document:
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": description,
        "schema": schema,
        "style": "form",
        "explode": False,
        **more,
    }


def _items_parameters(collection: Collection, settings: Settings) -> list[Document]:
    shared = [each for each in openapi_parameters() if collection.of_assets and each["name"] not in OWN]
    return [*_own_parameters(settings), *shared, *_queryable_parameters(collection)]


def _own_parameters(settings: Settings) -> list[Document]:
    uris = list(CRSS)
    crs = {"type": "string", "format": "uri", "enum": uris, "default": CRS84.uri}
    most, usual = settings.page_limit_max, min(settings.page_limit_default, settings.page_limit_max)
    return [
        _parameter("limit", f"Most features of a page; above {most} means {most}.",
                   {"type": "integer", "minimum": 1, "maximum": most, "default": usual}),
        _parameter("offset", "Features passed over.", {"type": "integer", "minimum": 0, "maximum": 999_999_999}),
        _parameter("cursor", "Where a walk goes on: from the `next` link.", _TEXT),
        _parameter("bbox", "Box that features meet, in `bbox-crs`: minx,miny,maxx,maxy, or six numbers with heights; "
                   "in degrees minx above maxx crosses the antimeridian.",
                   {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 6}),
        _parameter("bbox-crs", "Reference system of `bbox`.", crs),
        _parameter("datetime", "Instant or interval (`..` is open) that the time of features meets, both ends "
                   "included; features without a time always do.", _TEXT),
        _parameter("filter", "CQL2 expression.", _TEXT),
        _parameter("filter-lang", "Language of `filter`.",
                   {"type": "string", "enum": list(LANGUAGES), "default": LANGUAGES[0]}),
        _parameter("filter-crs", "Reference system of geometries in `filter`.", crs),
        _parameter("sortby", "Properties to sort by, - before a descending one.",
                   {"type": "array", "items": {"type": "string", "pattern": "[+|-]?[A-Za-z_][A-Za-z_0-9]*"}}),
        *_display_parameters(),
        _parameter("resultType", "`hits` only counts.",
                   {"type": "string", "enum": ["results", "hits"], "default": "results"}),
    ]  # fmt: skip


def _item_parameters() -> list[Document]:
    return _display_parameters()


def _display_parameters() -> list[Document]:
    crs = {"type": "string", "format": "uri", "enum": list(CRSS), "default": CRS84.uri}
    return [
        _parameter("crs", "Reference system of the answer.", crs),
        _parameter("properties", "Only these properties.", {"type": "array", "items": _TEXT}),
        _parameter("skipGeometry", "Leave the geometry out (null).", {"type": "boolean", "default": False}),
    ]


def _queryable_parameters(collection: Collection) -> list[Document]:
    shared = FILTER_NAMES if collection.of_assets else ()
    return [
        _parameter(name, f"{each.title} equals this.", value_schema(collection, each))
        for name, each in collection.comparable.items()
        if name not in shared
    ]


_FORM: Final = _parameter(
    "f", "Form of the answer; else as `Accept` says.", {"type": "string", "enum": ["json", "html"]}
)
_LINKS: Final = {"type": "array", "items": {"$ref": "#/components/schemas/Link"}}
_SCHEMAS: Final = {
    "Any": {"type": "object"},
    "Link": {
        "type": "object",
        "required": ["href", "rel"],
        "properties": {"href": _TEXT, "rel": _TEXT, "type": _TEXT, "title": _TEXT},
    },
    "LandingPage": {
        "type": "object",
        "required": ["links"],
        "properties": {"title": _TEXT, "description": _TEXT, "links": _LINKS},
    },
    "Conformance": {
        "type": "object",
        "required": ["conformsTo"],
        "properties": {"conformsTo": {"type": "array", "items": _TEXT}},
    },
    "Collections": {
        "type": "object",
        "required": ["links", "collections"],
        "properties": {
            "links": _LINKS,
            "crs": {"type": "array", "items": _TEXT},
            "collections": {"type": "array", "items": {"$ref": "#/components/schemas/Collection"}},
        },
    },
    "Collection": {
        "type": "object",
        "required": ["id", "links"],
        "properties": {
            "id": _TEXT,
            "title": _TEXT,
            "description": _TEXT,
            "itemType": _TEXT,
            "extent": {"type": "object"},
            "crs": {"type": "array", "items": _TEXT},
            "storageCrs": _TEXT,
            "links": _LINKS,
        },
    },
    "Feature": {
        "type": "object",
        "required": ["type", "id", "geometry", "properties"],
        "properties": {
            "type": {"type": "string", "enum": ["Feature"]},
            "id": _TEXT,
            "geometry": {"type": "object", "nullable": True},
            "properties": {"type": "object"},
            "links": _LINKS,
        },
    },
    "FeatureCollection": {
        "type": "object",
        "required": ["type", "features"],
        "properties": {
            "type": {"type": "string", "enum": ["FeatureCollection"]},
            "numberMatched": {"type": "integer", "minimum": 0},
            "numberReturned": {"type": "integer", "minimum": 0},
            "links": _LINKS,
            "features": {"type": "array", "items": {"$ref": "#/components/schemas/Feature"}},
        },
    },
    "Problem": {
        "type": "object",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": _TEXT,
            "title": _TEXT,
            "status": {"type": "integer"},
            "detail": _TEXT,
            "parameter": _TEXT,
            "accepted": {"type": "array", "items": _TEXT},
        },
    },
}


def _problem(description: str) -> Document:
    return {
        "description": description,
        "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


_RESPONSES: Final = {
    "BadRequest": _problem("A parameter is not known, or its value not understood."),
    "NotFound": _problem("There is no such feature."),
    "TooMuchWork": _problem("The question takes too long: narrow it."),
}

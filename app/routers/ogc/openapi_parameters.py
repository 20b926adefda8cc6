"""The parameters of /ogc as OpenAPI parameter objects. Pure."""

from typing import Any, Final

from app.catalog.collections import Collection
from app.catalog.collections.crs import CRS84, CRSS
from app.catalog.collections.question import OWN
from app.catalog.collections.schemas import value_schema
from app.catalog.cql2 import LANGUAGES
from app.catalog.filters import FILTER_NAMES
from app.catalog.parameters import openapi_parameters
from app.settings import Settings

Document = dict[str, Any]
_TEXT: Final = {"type": "string"}


def parameter(name: str, description: str, schema: Document, **more: Any) -> Document:
    """A parameter of the query as OpenAPI writes it."""
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


def items_parameters(collection: Collection, settings: Settings) -> list[Document]:
    """Every parameter of the items of `collection` but `f`."""
    shared = [each for each in openapi_parameters() if collection.of_assets and each["name"] not in OWN]
    return [*_own_parameters(settings), *shared, *_queryable_parameters(collection)]


def _own_parameters(settings: Settings) -> list[Document]:
    uris = list(CRSS)
    crs = {"type": "string", "format": "uri", "enum": uris, "default": CRS84.uri}
    most, usual = settings.page_limit_max, min(settings.page_limit_default, settings.page_limit_max)
    return [
        parameter("limit", f"Most features of a page; above {most} means {most}.",
                   {"type": "integer", "minimum": 1, "maximum": most, "default": usual}),
        parameter("offset", "Features passed over.", {"type": "integer", "minimum": 0, "maximum": 999_999_999}),
        parameter("cursor", "Where a walk goes on: from the `next` link.", _TEXT),
        parameter("bbox", "Box that features meet, in `bbox-crs`: minx,miny,maxx,maxy, or six numbers with heights; "
                   "in degrees minx above maxx crosses the antimeridian.",
                   {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 6}),
        parameter("bbox-crs", "Reference system of `bbox`.", crs),
        parameter("datetime", "Instant or interval (`..` is open) that the time of features meets, both ends "
                   "included; features without a time always do.", _TEXT),
        parameter("filter", "CQL2 expression.", _TEXT),
        parameter("filter-lang", "Language of `filter`.",
                   {"type": "string", "enum": list(LANGUAGES), "default": LANGUAGES[0]}),
        parameter("filter-crs", "Reference system of geometries in `filter`.", crs),
        parameter("sortby", "Properties to sort by, - before a descending one.",
                   {"type": "array", "items": {"type": "string", "pattern": "[+|-]?[A-Za-z_][A-Za-z_0-9]*"}}),
        *display_parameters(),
        parameter("resultType", "`hits` only counts.",
                   {"type": "string", "enum": ["results", "hits"], "default": "results"}),
    ]  # fmt: skip


def display_parameters() -> list[Document]:
    """How features are shown."""
    crs = {"type": "string", "format": "uri", "enum": list(CRSS), "default": CRS84.uri}
    return [
        parameter("crs", "Reference system of the answer.", crs),
        parameter("properties", "Only these properties.", {"type": "array", "items": _TEXT}),
        parameter("skipGeometry", "Leave the geometry out (null).", {"type": "boolean", "default": False}),
    ]


def _queryable_parameters(collection: Collection) -> list[Document]:
    shared = FILTER_NAMES if collection.of_assets else ()
    return [
        parameter(name, f"{each.title} equals this.", value_schema(collection, each))
        for name, each in collection.comparable.items()
        if name not in shared
    ]


FORM: Final = parameter(
    "f", "Form of the answer; else as `Accept` says.", {"type": "string", "enum": ["json", "html"]}
)

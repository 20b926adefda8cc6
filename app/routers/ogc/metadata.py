"""What there is under /ogc: landing page, conformance, collections, their queryables and schemas."""

from functools import partial
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from app.catalog.collections import Collection
from app.catalog.collections.crs import CRS84, CRSS
from app.catalog.collections.extents import Extent
from app.catalog.collections.schemas import features_schema, queryables_schema
from app.catalog.cql2 import CONFORMANCE as CQL2_CONFORMANCE
from app.routers import templates
from app.routers.media_types import GEOJSON, JSON
from app.routers.ogc import tilesets
from app.routers.ogc.asking import (
    HTML,
    QUERYABLES_REL,
    SCHEMA,
    Asked,
    collection_of,
    conditional,
    document,
    link,
    without_parameters,
)

TITLE: Final = "STEM asset map"
DESCRIPTION: Final = (
    "Programs, institutions and opportunities in science, technology, engineering and mathematics, and the areas and "
    "people around them, as OGC API – Features."
)
OPENAPI: Final = "application/vnd.oai.openapi+json;version=3.0"
_SPEC: Final = "http://www.opengis.net/spec"
CONFORMANCE: Final = (
    *(f"{_SPEC}/ogcapi-features-1/1.0/conf/{name}" for name in ("core", "oas30", "html", "geojson")),
    f"{_SPEC}/ogcapi-features-2/1.0/conf/crs",
    *(
        f"{_SPEC}/ogcapi-features-3/1.0/conf/{name}"
        for name in ("queryables", "queryables-query-parameters", "filter", "features-filter")
    ),
    *CQL2_CONFORMANCE,
    *tilesets.CONFORMANCE,
)
"""Only what holds; each class has its tests."""


def _alternates(found: Asked, media_type: str = JSON) -> list[dict[str, str]]:
    """This resource and its other form."""
    as_json, as_html = (f"{found.here}?f={form}" for form in ("json", "html"))
    if found.as_page:
        return [link("self", as_html, HTML, "This page"), link("alternate", as_json, media_type, "As JSON")]
    return [link("self", as_json, media_type, "This document"), link("alternate", as_html, HTML, "As a page")]


async def landing(request: Request) -> Response:
    """Where everything else is."""
    found = without_parameters(request)
    return await conditional(found, partial(_landing, found), by_day=False)


async def _landing(found: Asked, _: int) -> Response:
    root = found.root
    body = {
        "title": TITLE,
        "description": DESCRIPTION,
        "links": [
            *_alternates(found),
            link("service-desc", f"{root}/api", OPENAPI, "Description for programs (OpenAPI 3.0)"),
            link("service-doc", f"{root}/api.html", HTML, "Description for people"),
            link("conformance", f"{root}/conformance", JSON, "What this service conforms to"),
            link("data", f"{root}/collections", JSON, "Collections"),
            link(tilesets.TILESETS_REL, f"{root}/tiles", JSON, "Vector tiles of all data"),
            link(tilesets.SCHEMES_REL, f"{root}/tileMatrixSets", JSON, "Tile matrix sets"),
            link("styles", f"{root}/styles", JSON, "Styles of maps of the tiles"),
        ],
    }
    if found.as_page:
        return templates.page(found.request, "ogc/landing.html", {"body": body})
    return document(body)


async def conformance(request: Request) -> Response:
    """The conformance classes."""
    found = without_parameters(request)
    return await conditional(found, partial(_conformance, found), by_day=False)


async def _conformance(found: Asked, _: int) -> Response:
    if found.as_page:
        return templates.page(found.request, "ogc/conformance.html", {"classes": CONFORMANCE})
    return document({"conformsTo": CONFORMANCE, "links": _alternates(found)})


async def list_collections(request: Request) -> Response:
    """All collections."""
    found = without_parameters(request)
    return await conditional(found, partial(_collections, found))


async def _collections(found: Asked, _: int) -> Response:
    there, extents = await found.collections(), await found.extents_of_all()
    bodies = [_about(found, each, extents.get(each.id, Extent())) for each in there.values()]
    if found.as_page:
        return templates.page(found.request, "ogc/collections.html", {"collections": bodies})
    return document({"links": _alternates(found), "crs": list(CRSS), "collections": bodies})


async def get_collection(request: Request) -> Response:
    """One collection."""
    found = without_parameters(request)
    collection = await collection_of(found)
    return await conditional(found, partial(_collection, found, collection))


async def _collection(found: Asked, collection: Collection, _: int) -> Response:
    extents = await found.extents_of_all()
    body = _about(found, collection, extents.get(collection.id, Extent()))
    if found.as_page:
        context = {"body": body, "collection": collection, "root": found.root}
        return templates.page(found.request, "ogc/collection.html", context)
    body["links"] += _alternates(found)[1:]
    return document(body)


def _about(found: Asked, collection: Collection, extent: Extent) -> dict[str, Any]:
    here = f"{found.root}/collections/{collection.id}"
    return {
        "id": collection.id,
        "title": collection.title,
        "description": collection.description,
        "itemType": "feature",
        "extent": _extent(collection, extent),
        "crs": list(CRSS),
        "storageCrs": CRS84.uri,
        "links": [
            link("self", here, JSON, "This collection"),
            link("items", f"{here}/items", GEOJSON, "Features as GeoJSON"),
            link("items", f"{here}/items?f=html", HTML, "Features as a page"),
            link(QUERYABLES_REL, f"{here}/queryables", SCHEMA, "What filters may name"),
            link(tilesets.TILESETS_REL, f"{here}/tiles", JSON, "Vector tiles"),
            link("describedby", f"{here}/schema", SCHEMA, "Schema of the features"),
            link("describedBy", f"{here}/schema", SCHEMA, "Schema of the features, for GDAL before 3.7"),
        ],
    }


def _extent(collection: Collection, extent: Extent) -> dict[str, Any]:
    box = [round(number, 6) for number in extent.box or (-180.0, -90.0, 180.0, 90.0)]
    found: dict[str, Any] = {"spatial": {"bbox": [box], "crs": CRS84.uri}}
    if collection.period is not None:
        interval = [f"{day}T00:00:00Z" if day else None for day in (extent.first, extent.last)]
        found["temporal"] = {
            "interval": [interval],
            "trs": "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian",
        }
    return found


async def get_queryables(request: Request) -> Response:
    """What filters may name."""
    found = without_parameters(request)
    collection = await collection_of(found)
    schema = queryables_schema(collection, found.here)
    return await conditional(found, partial(_schema, found, collection, schema, "Queryables"), by_day=False)


async def get_schema(request: Request) -> Response:
    """What features hold."""
    found = without_parameters(request)
    collection = await collection_of(found)
    schema = features_schema(collection, found.here)
    return await conditional(found, partial(_schema, found, collection, schema, "Schema"), by_day=False)


async def _schema(
    found: Asked, collection: Collection, schema: dict[str, Any], title: str, _: int
) -> Response:
    if found.as_page:
        context = {"collection": collection, "schema": schema, "title": title, "root": found.root}
        return templates.page(found.request, "ogc/schema.html", context)
    return document(schema, SCHEMA)

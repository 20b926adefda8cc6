"""The OpenAPI 3.0 document of /ogc, made from the collections: every path with every parameter it takes. Pure."""

from collections.abc import Iterable
from importlib.metadata import version
from typing import Final

from app.catalog.collections import Collection
from app.routers.ogc.openapi_components import RESPONSES, SCHEMAS
from app.routers.ogc.openapi_parameters import FORM, Document, display_parameters, items_parameters
from app.settings import Settings

_TEXT: Final = {"type": "string"}


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
    for each in collections:
        paths |= _paths(each, settings)
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
        "components": {"schemas": SCHEMAS, "responses": RESPONSES, "parameters": {"f": FORM}},
    }


def _paths(collection: Collection, settings: Settings) -> Document:
    here, name = f"/collections/{collection.id}", collection.id.replace("-", "_")
    title = collection.title
    schema_type = "application/schema+json"
    item = _get(
        f"{name}_item", f"One feature of {title}", "application/geo+json", "Feature", *display_parameters()
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
            *items_parameters(collection, settings),
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

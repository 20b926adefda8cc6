"""`/ogc`: OGC API – Features, parts 1 to 3, for GIS programs and researchers. HTTP only.

These are plain routes that take only the request: their parameters are described by `openapi`, not by the framework.
"""

from collections.abc import Callable, Coroutine
from typing import Any, Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route, Router

from app.routers.leaving import while_there
from app.routers.ogc import description, items, metadata, tiles
from app.routers.ogc.tile_routes import ABOUT_TILES, TILES

FAILURE: Final = "stemmap.failure"
"""Where the hot path puts a failure into the scope, for the ordinary way to answer it."""
Endpoint = Callable[[Request], Coroutine[Any, Any, Response]]
_ENDPOINTS: tuple[tuple[str, Endpoint], ...] = (
    *ABOUT_TILES,
    ("/collections/{collection}/items", items.list_items),
    ("/collections/{collection}/items/{item}", items.get_item),
    ("/collections", metadata.list_collections),
    ("/collections/{collection}", metadata.get_collection),
    ("/collections/{collection}/queryables", metadata.get_queryables),
    ("/collections/{collection}/schema", metadata.get_schema),
    ("/conformance", metadata.conformance),
    ("/api", description.api),
    ("/api.html", description.api_page),
)


def _watched(endpoint: Endpoint) -> Endpoint:
    """`endpoint`, given up when the caller goes away."""

    async def answer(request: Request) -> Response:
        return await while_there(request, endpoint(request))

    return answer


def _or_failure(endpoint: Endpoint) -> Endpoint:
    """`endpoint`, or the failure that it ended with already where the hot path had asked it."""

    async def answer(request: Request) -> Response:
        failure: Exception | None = request.scope.get(FAILURE)
        if failure is not None:
            raise failure
        return await endpoint(request)

    return answer


HOT: Final = {
    "items": _watched(items.list_items),
    "item": _watched(items.get_item),
    "collection tile": tiles.collection_tile,
    "dataset tile": tiles.dataset_tile,
}
"""What `app.routers.hot` answers past the framework."""


def install(app: Starlette) -> None:
    """Put `/ogc` on `app`. A slash at the end of an address is passed over."""
    endpoints = [
        *((path, _or_failure(endpoint)) for path, endpoint in TILES),
        *((path, _or_failure(_watched(endpoint))) for path, endpoint in _ENDPOINTS),
    ]
    routes = [Route(path, endpoint, methods=["GET"]) for path, endpoint in endpoints]
    routes += [Route(f"{path}/", endpoint, methods=["GET"]) for path, endpoint in endpoints]
    routes.append(Route("/", metadata.landing, methods=["GET"]))
    app.router.routes += [
        Route("/ogc", metadata.landing, methods=["GET"]),
        Mount("/ogc", Router(routes, redirect_slashes=False)),
    ]

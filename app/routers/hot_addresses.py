"""Which requests take the hot path: reads of items, of one item, and of tiles, by the shape of their address."""

from typing import Final

from starlette.types import Scope

from app.routers.ogc import HOT, Endpoint

_METHODS: Final = ("GET", "HEAD")


def endpoint_of(scope: Scope, query_max: int) -> Endpoint | None:
    """The endpoint, its path parameters put into `scope`; None for all that is to go the ordinary way.

    That is also what is under another root, and pages for people.
    """
    if scope["type"] != "http" or scope["method"] not in _METHODS or not scope["path"].startswith("/ogc/"):
        return None
    if scope.get("root_path") or len(scope["query_string"]) > query_max or _wants_page(scope):
        return None
    found = _parted(scope["path"].split("/")[2:])
    if found is None:
        return None
    name, scope["path_params"] = found
    return HOT[name]


def _wants_page(scope: Scope) -> bool:
    if b"html" in scope["query_string"]:
        return True
    return any(name == b"accept" and b"html" in value for name, value in scope["headers"])


def _parted(parts: list[str]) -> tuple[str, dict[str, str]] | None:
    """The name of the endpoint, and its path parameters, of what stands between slashes after `/ogc`."""
    if not all(parts) or "\n" in parts[-1]:  # which the framework's patterns take for the end
        return None
    match parts:
        case ["collections", collection, "items", item]:
            return "item", {"collection": collection, "item": item}
        case ["collections", collection, "items"]:
            return "items", {"collection": collection}
        case ["collections", collection, "tiles", grid, z, first, second]:
            place = {"grid": grid, "z": z, "first": first, "second": second}
            return "collection tile", {"collection": collection, **place}
        case ["tiles", grid, z, first, second]:
            return "dataset tile", {"grid": grid, "z": z, "first": first, "second": second}
    return None

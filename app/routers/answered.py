"""Which addresses this service answers: pages link to those alone, since parts of it may be left out."""

from fastapi import Request
from starlette.routing import Match


def answers(request: Request, path: str, method: str = "GET") -> bool:
    """Whether a request to `path` would find a route."""
    scope = {"type": "http", "method": method, "path": path, "root_path": ""}
    return any(route.matches(scope)[0] is Match.FULL for route in request.app.routes)


def has_county_pages(request: Request) -> bool:
    """Whether every county has a page."""
    return answers(request, "/counties/35001")


def has_state_pages(request: Request) -> bool:
    """Whether every state has a page."""
    return answers(request, "/states/NM")

"""`/api/v1`: the description of the API as a page that people can read; programs take `openapi.json`."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from app.routers import templates
from app.routers.openapi import TAGS

router = APIRouter()
_DAY = {"Cache-Control": "public, max-age=3600"}


@router.get("/api")
def api() -> Response:
    """Lead to the version there is."""
    return RedirectResponse("/api/v1", 307, _DAY)


@router.get("/api/v1")
def api_page(request: Request) -> Response:
    """Every path of the API with its parameters, by what it is about."""
    body = request.app.openapi()
    found = [
        (path, method.upper(), operation)
        for path, methods in body["paths"].items()
        for method, operation in methods.items()
    ]
    groups = [(tag, [each for each in found if tag["name"] in each[2].get("tags", ())]) for tag in TAGS]
    return templates.page(request, "api.html", {"body": body, "groups": groups}, headers=_DAY)

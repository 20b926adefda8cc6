"""`/ogc/api`: the description of /ogc for programs, and as a page for people."""

from functools import partial

from starlette.requests import Request
from starlette.responses import Response

from app.routers import templates
from app.routers.ogc.asking import Asked, conditional, document, without_parameters
from app.routers.ogc.metadata import DESCRIPTION, OPENAPI, TITLE
from app.routers.ogc.openapi import openapi_document
from app.routers.ogc.openapi_parameters import Document


async def api(request: Request) -> Response:
    """The OpenAPI document, or the page where that is asked for."""
    found = without_parameters(request)
    return await conditional(found, partial(_answer, found), by_day=False)


async def api_page(request: Request) -> Response:
    """The page about it."""
    found = without_parameters(request)
    return await conditional(found, partial(_page, found), by_day=False)


async def _description(found: Asked) -> Document:
    collections = await found.collections()
    return openapi_document(found.root, TITLE, DESCRIPTION, collections.values(), found.settings)


async def _answer(found: Asked, version: int) -> Response:
    if found.as_page:
        return await _page(found, version)
    return document(await _description(found), OPENAPI)


async def _page(found: Asked, _: int) -> Response:
    body = await _description(found)
    return templates.page(found.request, "ogc/api.html", {"body": body, "root": found.root})

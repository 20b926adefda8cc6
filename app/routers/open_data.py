"""What harvesters and search engines ask for first: `/data.json`, sitemaps, `robots.txt`, `favicon.ico`."""

import re
from typing import Final

import orjson
from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse

from app.catalog.records.dcat import catalog
from app.catalog.records.sitemap import sitemap_assets, sitemap_index, sitemap_pages
from app.catalog.records.states import state_extents, together
from app.errors import NotFoundError
from app.routers.absolute import root_url
from app.routers.caching import conditional
from app.routers.hsds_questions import refuse_others
from app.routers.sessions import ReadSession, ServiceSettings
from app.web import STATIC

router = APIRouter(include_in_schema=False)
_XML: Final = "application/xml"
_PART = re.compile(r"assets-([1-9][0-9]{0,6})\.xml")
_ROBOTS: Final = "User-agent: *\nDisallow: /manage\nDisallow: /maps/\n\nSitemap: {root}/sitemap.xml\n"


@router.get("/data.json")
def data_json(request: Request, session: ReadSession, settings: ServiceSettings) -> Response:
    """The data sets in DCAT-US 1.1, for data.gov and other catalogs."""
    refuse_others(request)

    def build() -> bytes:
        states = state_extents(session)
        return orjson.dumps(catalog(states, together(states), root_url(request, settings), settings))

    return conditional(request, session, "application/json", build)


@router.get("/sitemap.xml")
def sitemap(request: Request, session: ReadSession, settings: ServiceSettings) -> Response:
    """The index of the sitemap."""
    root = root_url(request, settings)
    return conditional(
        request, session, _XML, lambda: sitemap_index(session, root, settings.sitemap_urls_max)
    )


@router.get("/sitemaps/{name}")
def sitemap_part(name: str, request: Request, session: ReadSession, settings: ServiceSettings) -> Response:
    """One part of the sitemap."""
    root, part = root_url(request, settings), _PART.fullmatch(name)
    if name == "pages.xml":
        return conditional(request, session, _XML, lambda: sitemap_pages(session, root))

    def build() -> bytes:
        body = sitemap_assets(session, root, int(part[1]), settings.sitemap_urls_max) if part else None
        if body is None:
            raise NotFoundError("The sitemap has no such part: see /sitemap.xml.")
        return body

    return conditional(request, session, _XML, build)


@router.get("/robots.txt")
def robots(request: Request, settings: ServiceSettings) -> Response:
    """What search engines may read: all but the pages for signed-in work and the maps inside pages."""
    text = _ROBOTS.format(root=root_url(request, settings))
    return Response(text, media_type="text/plain", headers={"Cache-Control": "public, max-age=86400"})


@router.get("/favicon.ico")
def favicon() -> Response:
    """The mark, for browsers that ask for it by its oldest name."""
    headers = {"Cache-Control": "public, max-age=86400"}
    return FileResponse(STATIC / "favicon.ico", media_type="image/x-icon", headers=headers)

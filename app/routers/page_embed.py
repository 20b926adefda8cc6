"""`/embed/…`: the pages that other sites may show in a frame, each as it stands here but for what is around it."""

from typing import Final

from fastapi import APIRouter, Request, Response

from app.errors import NotFoundError
from app.routers import page_asset, page_browse, page_counties, page_gaps, page_states, templates
from app.routers.embed_code import ADDRESSES, loader, loader_version

router = APIRouter()
_KEPT: Final = "public, max-age=31536000, immutable"
_DAY: Final = "public, max-age=86400, stale-while-revalidate=604800"

router.add_api_route("/embed/browse", page_browse.browse)
router.add_api_route("/embed/gaps", page_gaps.gaps)
router.add_api_route("/embed/states/{said}", page_states.state)
router.add_api_route("/embed/counties/{said}", page_counties.county)
router.add_api_route("/embed/assets/{asset_id}", page_asset.asset)


@router.get("/embed/search")
def search_box(request: Request) -> Response:
    """Show the search box alone; what it finds opens in a tab."""
    return templates.page(request, "embed/search.html", {}, headers={"Cache-Control": "public, max-age=300"})


@router.get("/embed.js")
def script(request: Request) -> Response:
    """Give the script that makes the frame; kept for good under the address that names its version."""
    named = request.query_params.get("v") == loader_version()
    headers = {
        "Cache-Control": _KEPT if named else _DAY,
        "ETag": f'"{loader_version()}"',
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    if f'"{loader_version()}"' in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(loader(), media_type="text/javascript; charset=utf-8", headers=headers)


@router.get("/embed/{rest:path}")
def unknown(rest: str) -> Response:
    """Refuse what cannot be embedded, with what can."""
    raise NotFoundError(f"`{rest[:60]}` cannot be embedded.", accepted=ADDRESSES)

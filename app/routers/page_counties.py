"""`/counties/{geoid}`: one county for those who answer for it, also by its name (`/counties/san-juan-county-nm`)."""

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from app.catalog.profile.places import UnknownCountyError, county_meant
from app.routers import templates
from app.routers.problems import wants_page
from app.routers.profile_pages import profile_page
from app.routers.sessions import ServiceDatabase

router = APIRouter()


@router.get("/counties/{said}")
def county(said: str, request: Request, database: ServiceDatabase) -> Response:
    """Show one county; 404 with links to those called nearly so."""
    try:
        with database.read() as session:
            found = county_meant(session, said)
    except UnknownCountyError as unknown:
        if not wants_page(request):
            raise
        context = {"error": unknown, "near": unknown.near}
        return templates.page(
            request, "states/unknown.html", context, status=404, headers={"Cache-Control": "no-store"}
        )
    if said != found.geoid:
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/counties/{found.geoid}{query}", 308)
    return profile_page(request, database, found.state, found)

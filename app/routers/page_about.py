"""`/accessibility` and `/about/style`: who can use the site, and what its pages are made of."""

from fastapi import APIRouter, Request, Response

from app.routers import templates

router = APIRouter()


@router.get("/accessibility")
def accessibility(request: Request) -> Response:
    """Say what was done so that everyone can use the site, and how to tell what is in the way."""
    return templates.page(request, "accessibility.html", {})


@router.get("/about/style")
def style(request: Request) -> Response:
    """Show each component of the pages, for those who make some."""
    return templates.page(request, "style.html", {})

"""The pages for signed-in work, `/manage`, as one router. None of their answers is kept by anyone."""

from fastapi import APIRouter, Response

from app.routers import (
    manage_actions,
    manage_again,
    manage_duplicates,
    manage_findings,
    manage_map,
    manage_partners,
    manage_reports,
    manage_sign_in,
    manage_upload,
    manage_uploads,
)
from app.routers.manage_session import HOME, seen_other

router = APIRouter(include_in_schema=False)


@router.get("/manage")
def start() -> Response:
    """`/manage` is the list of uploads."""
    return seen_other(HOME)


for module in (
    manage_sign_in,
    manage_uploads,
    manage_upload,
    manage_actions,
    manage_again,
    manage_duplicates,
    manage_findings,
    manage_map,
    manage_partners,
    manage_reports,
):
    router.include_router(module.router, prefix="/manage")

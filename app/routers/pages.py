"""All pages for people, as one router."""

from fastapi import APIRouter

from app.routers import (
    map_views,
    page_about,
    page_api,
    page_asset,
    page_browse,
    page_compare,
    page_counties,
    page_dictionary,
    page_downloads,
    page_embed,
    page_embed_builder,
    page_gaps,
    page_home,
    page_reports,
    page_states,
    page_submissions,
    page_words,
)

router = APIRouter(include_in_schema=False)
for module in (
    page_home,
    page_browse,
    page_submissions,
    page_compare,
    page_asset,
    page_gaps,
    page_dictionary,
    page_downloads,
    page_about,
    page_api,
    page_words,
    page_embed_builder,
    page_embed,
    page_reports,
    page_states,
    page_counties,
    map_views,
):
    router.include_router(module.router)

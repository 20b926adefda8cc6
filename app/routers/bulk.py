"""`/api/v1/assets.csv`, `.geojson`, `.parquet` …: the whole filtered result as a file."""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from functools import partial
from threading import BoundedSemaphore
from typing import Final

import orjson
from fastapi import APIRouter, FastAPI, Request, Response

from app.catalog.bulk import dictionary
from app.catalog.bulk.about import About, about
from app.catalog.bulk.asking import CQL_NAMES, narrowing
from app.catalog.bulk.formats import FORMATS, Format
from app.catalog.bulk.making import Making
from app.catalog.filters import AssetFilter, parse_filter, to_pairs
from app.catalog.fragments import Fragment
from app.errors import NotFoundError, UnknownParameterError
from app.routers import bulk_docs as docs
from app.routers.bulk_sending import Download
from app.routers.caching import CACHE, Validity, not_modified
from app.routers.reading import reading
from app.routers.sessions import database_of, settings_of, today
from app.routers.single_values import one_text

router = APIRouter(prefix="/api/v1", tags=["assets"])
_VERSION: Final = "SELECT version, changed_at FROM data_version"


@dataclass(frozen=True)
class _Asked:
    """What a request asks for, read and understood."""

    chosen: AssetFilter
    narrowed: Fragment | None
    etag: str
    root: str
    source: str


def _turns_of(app: FastAPI) -> BoundedSemaphore:
    """The places for files being made by this worker."""
    if getattr(app.state, "bulk_turns", None) is None:
        app.state.bulk_turns = BoundedSemaphore(app.state.settings.bulk_at_once)
    turns: BoundedSemaphore = app.state.bulk_turns
    return turns


def _read(request: Request, ending: str, version: int) -> _Asked:
    settings = settings_of(request)
    chosen = parse_filter(request.query_params.multi_items(), settings=settings, also=CQL_NAMES)
    text, lang = (one_text(request, name) for name in CQL_NAMES)
    seen = repr((version, today(), ending, to_pairs(chosen), text, lang))
    root = (settings.public_url or str(request.base_url)).rstrip("/")
    query = f"?{request.url.query}" if request.url.query else ""
    path = request.url.path.removesuffix(".about.json")
    return _Asked(
        chosen,
        narrowing(text, lang, settings),
        f'"{hashlib.sha256(seen.encode()).hexdigest()[:24]}"',
        root,
        f"{root}{path}{query}",
    )


def _headers(form: Format, asked: _Asked, said: About) -> dict[str, str]:
    links = (
        f'<{said.dictionary}>; rel="describedby"; type="text/csv"',
        f'<{said.licence_url}>; rel="license"',
        f'<{said.beside}>; rel="describedby"; type="application/json"',
    )
    return {
        # Weak: compressed or not, and made anew each time, it says the same but not in the same bytes.
        "ETag": f"W/{asked.etag}",
        "Last-Modified": format_datetime(said.changed_at, usegmt=True),
        "Cache-Control": CACHE,
        "Content-Disposition": f'attachment; filename="{said.stem}.{form.ending}"',
        "Link": ", ".join(links),
        "X-Data-Version": str(said.version),
    }


def _describe(request: Request, asked: _Asked, version: int, changed_at: datetime) -> About:
    return about(
        asked.chosen,
        settings_of(request),
        version=version,
        changed_at=changed_at,
        made_on=today(),
        root=asked.root,
        source=asked.source,
        narrowed=asked.narrowed is not None,
    )


def _without_body(headers: dict[str, str], media_type: str) -> Response:
    """What is answered to HEAD: nobody knows yet how long the file gets."""
    answer = Response(headers=headers, media_type=media_type)
    del answer.headers["content-length"]
    return answer


def _route(form: Format) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        [(version, changed_at)] = await reading(request).reader.rows(_VERSION, {})
        asked = _read(request, form.ending, version)
        describe = partial(_describe, request, asked)
        headers = _headers(form, asked, describe(version, changed_at))
        if not_modified(request, Validity(asked.etag)):
            return Response(status_code=304, headers=headers)
        if getattr(request.state, "is_head", False):
            return _without_body(headers, form.media_type)
        database, turns = database_of(request), _turns_of(request.app)
        return Download(
            Making(database, turns, form, asked.chosen, asked.narrowed, describe), headers, form.media_type
        )

    return endpoint


for each in FORMATS.values():
    path = f"/assets.{each.ending}"
    route = _route(each)
    router.add_api_route(path, route, methods=["HEAD"], include_in_schema=False)
    router.add_api_route(
        path,
        route,
        methods=["GET"],
        name=f"assets_{each.ending}",
        summary=f"All matching assets as {each.title}",
        description="The whole result, with all public fields. `Link: rel=describedby` explains them.",
        response_class=Response,
        responses=docs.of_format(each),
        openapi_extra=docs.PARAMETERS,
    )


@router.head("/assets.about.json", include_in_schema=False)
@router.get(
    "/assets.about.json",
    summary="What a file would say of itself",
    response_class=Response,
    responses=docs.ABOUT,
    openapi_extra=docs.PARAMETERS,
)
async def describe_file(request: Request) -> Response:
    """Title, licence, citation, data version, day and source of the same question's files."""
    [(version, changed_at)] = await reading(request).reader.rows(_VERSION, {})
    asked = _read(request, "about", version)
    said = _describe(request, asked, version, changed_at)
    return Response(
        orjson.dumps(said.facts()), headers={"Cache-Control": CACHE}, media_type="application/json"
    )


@router.head("/assets.dictionary.csv", include_in_schema=False)
@router.get(
    "/assets.dictionary.csv",
    summary="The fields of files",
    response_class=Response,
    responses=docs.responses("text/csv", "Name, type, meaning and values of each field."),
)
async def list_fields(request: Request) -> Response:
    """The data dictionary of all files."""
    for name in request.query_params:
        raise UnknownParameterError(
            "The dictionary is asked for without parameters.", parameter=name[:80], accepted=()
        )
    headers = {
        "Cache-Control": CACHE,
        "Content-Disposition": 'attachment; filename="stemmap-dictionary.csv"',
    }
    return Response(dictionary.as_csv(), headers=headers, media_type="text/csv")


@router.get("/assets.{ending}", include_in_schema=False)
async def unknown_format(ending: str) -> Response:
    """Name the formats there are."""
    raise NotFoundError(f"There are no files of assets in `.{ending[:20]}`.", accepted=list(FORMATS))

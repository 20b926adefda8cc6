"""`/ogc/collections/{collection}/items` and one of them: the hot routes, bytes from the database passed through."""

from collections.abc import Mapping
from functools import lru_cache, partial
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

import orjson
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from app.catalog.collections import Collection
from app.catalog.collections.question import Question, read_display, read_question
from app.catalog.collections.rendering import Display, rendering_of
from app.catalog.conditions import PUBLIC
from app.catalog.feature_pages import FeaturePage, count_rows, feature_page
from app.catalog.filters import Pair
from app.db.engine import Database
from app.errors import NotFoundError
from app.geography.lookup import Origin, find_origin
from app.routers.media_types import GEOJSON
from app.routers.ogc.asking import (
    HTML,
    QUERYABLES_REL,
    SCHEMA,
    Asked,
    asked,
    collection_of,
    conditional,
    link,
)
from app.routers.ogc.item_pages import item_page, items_page

_WALK: Final = ("cursor", "offset")


async def list_items(request: Request) -> Response:
    """A page of features."""
    found = asked(request)
    collection = await collection_of(found)
    question = read_question(collection, found.pairs, found.settings)
    return await conditional(found, partial(_answer, found, question), by_day=collection.of_assets)


async def _answer(found: Asked, question: Question, version: int) -> Response:
    page = await _page(found, question, version)
    links = _links(found, question, page)
    if found.as_page:
        response = items_page(found, question, page, links)
    else:
        response = Response(_document(page, links), media_type=GEOJSON)
    _describe(response, found, question.collection, question.display)
    return response


async def _page(found: Asked, question: Question, version: int) -> FeaturePage:
    side = found.reading
    rows = question.rows(found.day, await _origin(found, question))
    if question.hits:
        return FeaturePage([], await count_rows(side.reader, side.counts, version, rows), None)
    return await feature_page(
        side.reader,
        side.counts,
        version,
        rows,
        rendering_of(question.collection, question.display, found.day),
        limit=question.limit,
        offset=question.offset,
        after=question.after,
    )


async def _origin(found: Asked, question: Question) -> Origin | None:
    """Where the shared filter `near` is; looked up by the rules of the search, which are synchronous."""
    near = question.chosen.near
    if near is None:
        return None
    database: Database = found.request.app.state.database

    def look_up() -> Origin:
        with database.read() as session:
            return find_origin(session, near)

    return await run_in_threadpool(look_up)


def _document(page: FeaturePage, links: list[dict[str, str]]) -> bytes:
    """The collection; its features are copied once, into the answer."""
    features = page.features or [b""]
    head = b'{"type":"FeatureCollection","numberMatched":%d,"numberReturned":%d,"links":%s,"features":[' % (
        page.matched,
        len(page.features),
        orjson.dumps(links),
    )
    features = [head + features[0], *features[1:]]
    features[-1] += b"]}"
    return b",".join(features)


def _links(found: Asked, question: Question, page: FeaturePage) -> list[dict[str, str]]:
    here, collection = found.here, question.collection
    query = found.request.scope["query_string"].decode()
    own, other = (HTML, GEOJSON) if found.as_page else (GEOJSON, HTML)
    form = "json" if found.as_page else "html"
    links = [
        link("self", f"{here}?{query}" if query else here, own, "This page"),
        link("alternate", f"{here}?{_changed(found.pairs, f=form)}", other, f"This page as {form.upper()}"),
        link("collection", f"{found.root}/collections/{collection.id}", "application/json", collection.title),
        link(QUERYABLES_REL, f"{found.root}/collections/{collection.id}/queryables", SCHEMA, "Queryables"),
    ]
    if page.more and page.last is not None:
        links.append(link("next", f"{here}?{_next(found, question, page, page.last)}", own, "Next page"))
    return links


def _next(found: Asked, question: Question, page: FeaturePage, last: str) -> str:
    """The query of the next page: by cursor in the order of ids, else by offset."""
    if question.order:
        return _changed(found.pairs, offset=str(question.offset + len(page.features)))
    return _changed(found.pairs, cursor=question.cursor_after(last))


def _changed(pairs: list[Pair], **values: str) -> str:
    dropped = {*values, *(_WALK if not {"f"} & values.keys() else ())}
    return urlencode([*((name, text) for name, text in pairs if name not in dropped), *values.items()])


def _describe(response: Response, found: Asked, collection: Collection, display: Display) -> None:
    response.raw_headers += _described(found.root, collection.id, display.crs.uri)


@lru_cache(maxsize=500)
def _described(root: str, collection: str, crs: str) -> list[tuple[bytes, bytes]]:
    queryables = f'<{root}/collections/{collection}/queryables>; rel="{QUERYABLES_REL}"; type="{SCHEMA}"'
    return [(b"content-crs", f"<{crs}>".encode()), (b"link", queryables.encode())]


async def get_item(request: Request) -> Response:
    """One feature. Whatever its status, a public asset is answered."""
    found = asked(request)
    collection = await collection_of(found)
    display = read_display(collection, found.pairs)
    return await conditional(found, partial(_one, found, collection, display), by_day=collection.of_assets)


async def _one(found: Asked, collection: Collection, display: Display, _: int) -> Response:
    text = await _feature(found, collection, display, found.request.path_params["item"])
    links = [
        link("self", found.here, GEOJSON),
        link("alternate", f"{found.here}?f=html", HTML),
        link("collection", f"{found.root}/collections/{collection.id}", "application/json", collection.title),
    ]
    if found.as_page:
        response = item_page(found, collection, orjson.loads(text))
    else:
        response = Response(b'%s,"links":%s}' % (text[:-1], orjson.dumps(links)), media_type=GEOJSON)
    _describe(response, found, collection, display)
    return response


async def _feature(found: Asked, collection: Collection, display: Display, key: str) -> bytes:
    value = _key(collection, key)
    rendering = rendering_of(collection, display, found.day)
    sql = _one_sql(collection, rendering.text, rendering.join)
    values: Mapping[str, Any] = {**rendering.values, "id": value}
    cells = await found.reading.reader.cells(sql, values)
    if not cells or cells[0][0] is None:
        raise _not_there(collection)
    return cells[0][0]


@lru_cache(maxsize=500)
def _one_sql(collection: Collection, rendered: str, join: str) -> str:
    public = [f"({PUBLIC.sql})"] if collection.of_assets else []
    where = " AND ".join([f"{collection.key} = %(id)s", collection.condition, *public])
    page = f"(SELECT {collection.key} AS key FROM {collection.table} WHERE {where}) page"  # noqa: S608 - SQL of our own
    return f"SELECT {rendered} FROM {page} JOIN {join}"  # noqa: S608 - SQL of our own


def _key(collection: Collection, key: str) -> UUID | str:
    try:
        if "\0" in key:
            raise ValueError
        return UUID(key) if collection.key_kind == "uuid" else key
    except ValueError:
        raise _not_there(collection) from None


def _not_there(collection: Collection) -> NotFoundError:
    return NotFoundError(f"There is no feature with this id in `{collection.id}`; it may have been removed.")

"""What every answer under /ogc begins with: the query as pairs, JSON or page, addresses, validity."""

import hashlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final
from urllib.parse import parse_qsl

import orjson
from starlette.datastructures import URL
from starlette.requests import Request
from starlette.responses import Response

from app.catalog.collections import Collection
from app.catalog.collections.extents import Extent, Extents
from app.catalog.filters import Pair
from app.clock import today
from app.errors import BadParameterError, NotFoundError, UnknownParameterError
from app.routers.caching import CACHE, Validity, http_date, last_change, not_modified
from app.routers.media_types import JSON
from app.routers.reading import Reading, reading
from app.settings import Settings

HTML: Final = "text/html"
SCHEMA: Final = "application/schema+json"
FORMATS: Final = ("json", "html")
_VALIDITY: Final = [(b"cache-control", CACHE.encode()), (b"vary", b"Accept")]
QUERYABLES_REL: Final = "http://www.opengis.net/def/rel/ogc/1.0/queryables"


@dataclass(frozen=True)
class Asked:
    """A request as all answers need it."""

    request: Request
    pairs: list[Pair]
    as_page: bool
    base: str
    """Address of the service as the world sees it, without a slash at the end."""
    day: date

    @property
    def reading(self) -> Reading:
        """The reading side of the service."""
        return reading(self.request)

    @property
    def settings(self) -> Settings:
        """The settings of the service."""
        settings: Settings = self.request.app.state.settings
        return settings

    @property
    def root(self) -> str:
        """Address of /ogc."""
        return f"{self.base}/ogc"

    @property
    def here(self) -> str:
        """Address of this resource, without its query."""
        path: str = self.request.scope["path"]
        return self.base + path.rstrip("/")

    @property
    def extents(self) -> Extents:
        """What is loaded and where, one for each worker."""
        state = self.request.app.state
        if getattr(state, "extents", None) is None:
            state.extents = Extents()
        found: Extents = state.extents
        return found

    async def collections(self) -> Mapping[str, Collection]:
        """The collections that there are."""
        side = self.reading
        return await self.extents.collections(side.reader, await side.versions.current())

    async def extents_of_all(self) -> Mapping[str, Extent]:
        """The extent of each collection."""
        side = self.reading
        return await self.extents.of(side.reader, await side.versions.current(), self.day)


def asked(request: Request) -> Asked:
    """`request`, its query and form of answer read. Raises BadParameterError for texts that are not UTF-8."""
    pairs = pairs_of(request.scope["query_string"])
    form = [text for name, text in pairs if name == "f"]
    return Asked(request, pairs, _as_page(request, form), base_of(request), today())


def without_parameters(request: Request) -> Asked:
    """The same for a resource that takes no parameter but `f`. Raises UnknownParameterError."""
    found = asked(request)
    for name, _ in found.pairs:
        if name != "f":
            raise UnknownParameterError(
                f"There is no parameter `{name[:80]}` here.", parameter=name[:80], accepted=("f",)
            )
    return found


def pairs_of(query: bytes) -> list[Pair]:
    """A query as pairs, in its order. Raises BadParameterError for texts that are not UTF-8."""
    if not query:
        return []
    try:
        return parse_qsl(query.decode(), keep_blank_values=True, errors="strict")
    except (UnicodeDecodeError, ValueError):
        raise BadParameterError("The query holds bytes that are not UTF-8.", parameter="query") from None


def _as_page(request: Request, form: list[str]) -> bool:
    """`f` decides, else what the caller accepts; JSON unless it prefers a page."""
    if form:
        if len(form) > 1 or form[0] not in FORMATS:
            raise BadParameterError("`f` is one of json and html.", parameter="f", accepted=FORMATS)
        return form[0] == "html"
    accept = request.headers.get("accept", "")
    return "html" in accept and _weight(accept, "html") > _weight(accept, "json")


def _weight(accept: str, word: str) -> float:
    """The largest weight that an Accept header gives to a media type with `word` in it."""
    weights = [0.0]
    for part in accept.split(","):
        kind, _, parameters = part.partition(";")
        if word in kind:
            quality = parameters.strip().removeprefix("q=")
            weights.append(float(quality) if quality.replace(".", "", 1).isdigit() else 1.0)
    return max(weights)


def base_of(request: Request) -> str:
    """Address of the service as the world sees it, without a slash at the end."""
    scope = request.scope
    host = next((value for name, value in scope["headers"] if name == b"host"), b"")
    root = scope.get("app_root_path", scope.get("root_path", ""))
    public: str | None = request.app.state.settings.public_url
    server = tuple(scope.get("server") or ())
    return public.rstrip("/") if public else _address(scope["scheme"], host, server, root)


@lru_cache(maxsize=100)
def _address(scheme: str, host: bytes, server: tuple[str | int, ...], root: str) -> str:
    scope = {
        "type": "http",
        "scheme": scheme,
        "path": root,
        "query_string": b"",
        "server": server or None,
        "headers": [(b"host", host)],
    }
    return str(URL(scope=scope)).rstrip("/")


async def collection_of(found: Asked) -> Collection:
    """The collection in the address. Raises NotFoundError naming those that there are."""
    name = found.request.path_params["collection"]
    there = await found.collections()
    if name not in there:
        raise NotFoundError(f"There is no collection `{name[:80]}`.", accepted=there)
    return there[name]


async def conditional(
    found: Asked, build: Callable[[int], Awaitable[Response]], *, by_day: bool = True
) -> Response:
    """What `build` makes of the data version, with validators; 304 and nothing built where the caller has it."""
    versions = found.reading.versions
    version = await versions.current()
    day = found.day if by_day else None
    tag = _tag(found, version, day)
    validity = Validity(tag, last_change(versions.changed_s, day))
    have_it = not_modified(found.request, validity)
    response = Response(status_code=304) if have_it else await build(version)
    response.raw_headers += [(b"etag", tag.encode()), *_VALIDITY]
    if validity.modified is not None:
        response.raw_headers.append((b"last-modified", http_date(validity.modified).encode()))
    return response


def _tag(found: Asked, version: int, day: date | None) -> str:
    scope = found.request.scope
    seen = f"{version} {day} {found.as_page} {found.base} {scope['path']} ".encode() + scope["query_string"]
    return f'"{hashlib.blake2b(seen, digest_size=12).hexdigest()}"'


def document(body: dict[str, Any], media_type: str = JSON) -> Response:
    """A JSON document."""
    return Response(orjson.dumps(body), media_type=media_type)


def link(rel: str, href: str, media_type: str, title: str | None = None) -> dict[str, str]:
    """A link object."""
    found = {"rel": rel, "href": href, "type": media_type}
    return found | {"title": title} if title else found

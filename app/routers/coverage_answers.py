"""What the coverage routes share: how much is answered, and answers that are not sent twice."""

from collections.abc import Callable
from typing import Final
from weakref import WeakKeyDictionary

from fastapi import Request, Response

from app.coverage.geojson import GEOMETRIES, Geometry
from app.coverage.kept import Kept
from app.db.engine import Database
from app.errors import BadParameterError
from app.routers.caching import CACHE, Validity, not_modified
from app.routers.single_values import one_text
from app.settings import Settings

_MOST_LIMIT: Final = 100_000


def conditional(
    request: Request,
    database: Database,
    parts: tuple[object, ...],
    media_type: str,
    build: Callable[[], bytes],
) -> Response:
    """`build()` with an ETag; 304 without computing anything where the caller has the answer."""
    with database.read() as session:
        validity = Validity.of(session, request.url.path, *parts)
    if not_modified(request, validity):
        return validity.unchanged(CACHE)
    return validity.answer(_body(database, validity.etag, build), media_type, CACHE)


_bodies: WeakKeyDictionary[Database, Kept] = WeakKeyDictionary()


def bodies_of(database: Database) -> Kept:
    """The answers about `database` as they were sent, by ETag."""
    return _bodies.setdefault(database, Kept(database.settings.coverage_bodies_kept))


def _body(database: Database, etag: str, build: Callable[[], bytes]) -> bytes:
    """What `build` makes, kept by its ETag: an answer that is asked for again is sent as it was made.

    A large one is made anew.
    """
    kept = bodies_of(database)
    most = database.settings.coverage_body_kept_max_bytes
    return kept.of(etag, build, lambda body: len(body) <= most)


def limit_asked(request: Request, settings: Settings) -> int | None:
    """How many areas to list: the setting unless given, None (all) for 0."""
    text = one_text(request, "limit")
    if text is None:
        return settings.coverage_rows_default
    if not (text.isascii() and text.isdigit() and len(text) <= 9 and int(text) <= _MOST_LIMIT):
        raise BadParameterError(
            f"`limit` is a whole number from 0 (all) to {_MOST_LIMIT:,}.", parameter="limit"
        )
    return int(text) or None


def geometry_asked(request: Request) -> Geometry:
    """Which geometry the areas have. Raises BadParameterError."""
    text = one_text(request, "geometry") or "auto"
    for known in GEOMETRIES:
        if text == known:
            return known
    raise BadParameterError(
        f"`{text[:80]}` is not known for `geometry`.", parameter="geometry", accepted=GEOMETRIES
    )

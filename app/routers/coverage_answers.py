"""What the coverage routes share: types of answers, and answers that are not sent twice."""

from collections.abc import Callable
from typing import Final

from fastapi import Request, Response

from app.db.engine import Database
from app.errors import BadParameterError
from app.routers.caching import Validity, not_modified

CACHE: Final = "public, max-age=60"
JSON: Final = "application/json"
GEOJSON: Final = "application/geo+json"
CSV: Final = "text/csv; charset=utf-8"


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
    return validity.answer(build(), media_type, CACHE)


def one_value(request: Request, name: str) -> str | None:
    """The one value of a parameter. Raises BadParameterError for two different ones."""
    given = {text.strip() for text in request.query_params.getlist(name) if text.strip()}
    if len(given) > 1:
        raise BadParameterError(
            f"`{name}` is given twice with different values: give it once.", parameter=name
        )
    return given.pop() if given else None

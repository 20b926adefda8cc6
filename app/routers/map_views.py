"""`/maps/assets.json`: what the finder's map shows of a search in one view, in groups made here."""

import math
from dataclasses import asdict
from typing import Any, Final

import orjson
from fastapi import APIRouter, FastAPI, Request, Response

from app.catalog.conditions import origin_of
from app.catalog.filters import AssetFilter, parse_filter
from app.catalog.map_cells import drawn
from app.catalog.map_sets import MapSets
from app.catalog.map_view import ZOOM_MAX, ZOOM_MIN, View
from app.errors import BadParameterError
from app.geography.lookup import Origin
from app.routers.caching import Validity, not_modified
from app.routers.sessions import ReadSession, ServiceSettings, today

router = APIRouter(prefix="/maps", include_in_schema=False)
_MINUTE: Final = "public, max-age=60"
_OWN: Final = ("at", "size")
_PIXELS_MIN: Final = 64
_PIXELS_MAX: Final = 4096


def map_sets(app: FastAPI) -> MapSets:
    """The points that a worker keeps; made when they are first asked for."""
    if getattr(app.state, "map_sets", None) is None:
        app.state.map_sets = MapSets(app.state.settings.map_rows_kept)
    sets: MapSets = app.state.map_sets
    return sets


@router.get("/assets.json")
def assets_in_view(request: Request, session: ReadSession, settings: ServiceSettings) -> Response:
    """Groups and single assets of a search: `size=600,400` pixels, `at=lon,lat,zoom` (else all that was found)."""
    pairs = request.query_params.multi_items()
    chosen = parse_filter(pairs, settings=settings, also=_OWN)
    own = dict(pairs)
    width, height = _size(own.get("size", "640,480"))
    view = _view(own["at"], width, height) if own.get("at") else (width, height)
    validity = Validity.of(session, "map-view", chosen, view)
    if not_modified(request, validity):
        return validity.unchanged(_MINUTE)
    origin = origin_of(session, chosen)
    found = drawn(session, chosen, view, today=today(), origin=origin, sets=map_sets(request.app))
    body = orjson.dumps(asdict(found) | {"place": _place(origin, chosen)})
    return validity.answer(body, "application/json", _MINUTE)


def _place(origin: Origin | None, chosen: AssetFilter) -> dict[str, Any] | None:
    return asdict(origin) | {"within_m": chosen.within_m} if origin else None


def _numbers(text: str) -> list[float]:
    try:
        found = [float(part) for part in text.split(",")]
    except ValueError:
        return []
    return found if all(map(math.isfinite, found)) else []


def _size(text: str) -> tuple[int, int]:
    numbers = _numbers(text)
    if len(numbers) != len(("width", "height")) or not all(
        _PIXELS_MIN <= each <= _PIXELS_MAX for each in numbers
    ):
        raise BadParameterError(
            f"`size` is the width and height of the map, {_PIXELS_MIN} to {_PIXELS_MAX} pixels each, as in 640,480.",
            parameter="size",
        )
    return int(numbers[0]), int(numbers[1])


def _view(text: str, width: int, height: int) -> View:
    numbers = _numbers(text)
    if len(numbers) != len(("lon", "lat", "zoom")) or not (
        abs(numbers[0]) <= 180 and abs(numbers[1]) <= 90 and ZOOM_MIN <= numbers[2] <= ZOOM_MAX
    ):
        raise BadParameterError(
            f"`at` is the middle of the map and its zoom ({ZOOM_MIN:.0f} to {ZOOM_MAX:.0f}): at=-106.6,35.1,8.",
            parameter="at",
        )
    lon, lat, zoom = numbers
    return View(lon, lat, zoom, width, height)

"""The matrix service of Valhalla 3 (valhalla.github.io/valhalla/api/matrix/api-reference). Pure.

POST /sources_to_targets with `sources`, `targets` and `costing` answers `sources_to_targets`: rows of objects with
`time` in seconds (null: no way), or an object with `durations` where it is not verbose. It does not say where points
were put, so it is told with each point how far it may look for a road (`search_cutoff`).
"""

from typing import Any, Final

import numpy as np
import orjson

from app.coverage.geodesy import Floats
from app.coverage.routing.router import Block, NoRoadError, RouterError, Sent, TooManyPairsError, matrix_of

_DIGITS: Final = 6
_NO_ROAD: Final = (171,)
_TOO_MANY: Final = (150,)
_CURES: Final = {
    125: "is its costing (STEMMAP_ROUTER_PROFILE) right?",
    150: "lower STEMMAP_ROUTER_PAIRS_MAX, or raise max_matrix_location_pairs in its configuration.",
    154: "raise max_matrix_distance in its configuration, or ask for fewer minutes.",
    171: "a point has no road near it.",
}


def asked(
    costing: str, origins: tuple[Floats, Floats], destinations: tuple[Floats, Floats], cutoff_m: float
) -> Sent:
    """The request for all pairs; points are (lon, lat) arrays in degrees."""
    body = {
        "sources": _points(origins, cutoff_m),
        "targets": _points(destinations, cutoff_m),
        "costing": costing,
        "units": "km",
    }
    return Sent("/sources_to_targets", orjson.dumps(body))


def _points(points: tuple[Floats, Floats], cutoff_m: float) -> list[dict[str, float]]:
    lons, lats = (np.round(each, _DIGITS).tolist() for each in points)
    return [{"lon": lon, "lat": lat, "search_cutoff": cutoff_m} for lon, lat in zip(lons, lats, strict=True)]


def answered(status: int, said: Any, shape: tuple[int, int]) -> Block:
    """The answer. Raises RouterError, NoRoadError, TooManyPairsError."""
    rows = said.get("sources_to_targets") if isinstance(said, dict) else None
    if rows is None:
        raise _refused(status, said)
    seconds = rows.get("durations") if isinstance(rows, dict) else _times(rows)
    nothing = np.full(shape[0], np.nan), np.full(shape[1], np.nan)
    return Block(matrix_of(seconds, shape, "sources_to_targets") / 60, *nothing)


def _times(rows: Any) -> Any:
    """`time` of every cell; what is no row of objects is left as it is, to be refused by its shape."""
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        return rows
    return [[cell.get("time") if isinstance(cell, dict) else "" for cell in row] for row in rows]


def _refused(status: int, said: Any) -> RouterError:
    code = said.get("error_code") if isinstance(said, dict) else None
    if not isinstance(code, int):
        return RouterError(
            f"The routing service answered (status {status}) without `sources_to_targets`: is its kind "
            "(STEMMAP_ROUTER_KIND) right?"
        )
    told, cure = str(said.get("error") or "")[:200], _CURES.get(code, "see its documentation.")
    error = NoRoadError if code in _NO_ROAD else TooManyPairsError if code in _TOO_MANY else RouterError
    return error(f"The routing service answered error {code} ({told}): {cure}")

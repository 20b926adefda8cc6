"""The `table` service of OSRM 5 and later (github.com/Project-OSRM/osrm-backend, docs/http.md). Pure.

GET /table/v1/{profile}/{lon},{lat};…?sources=0;1&destinations=2;3&annotations=duration answers `code`, `durations` in
seconds (null: no way), and `sources` and `destinations` with the point of the road and its distance.
"""

from typing import Any, Final

import numpy as np

from app.coverage.geodesy import Floats, geodesic_m
from app.coverage.routing.router import Block, NoRoadError, RouterError, Sent, TooManyPairsError, matrix_of

_DIGITS: Final = 6
_ERRORS: Final = {"NoSegment": NoRoadError, "TooBig": TooManyPairsError}
_CURES: Final = {
    "TooBig": "lower STEMMAP_ROUTER_PAIRS_MAX, or start it with a larger --max-table-size.",
    "NoSegment": "a point has no road near it.",
    "InvalidUrl": "is its address (STEMMAP_ROUTER_URL) right, without /table?",
    "InvalidService": "is its address (STEMMAP_ROUTER_URL) right?",
    "InvalidVersion": "it does not speak version 1 of the protocol.",
    "InvalidOptions": "it does not take what was asked.",
    "InvalidQuery": "is its profile (STEMMAP_ROUTER_PROFILE) right?",
    "InvalidValue": "is its profile (STEMMAP_ROUTER_PROFILE) right?",
    "NoTable": "it finds no way at all.",
}


def asked(profile: str, origins: tuple[Floats, Floats], destinations: tuple[Floats, Floats]) -> Sent:
    """The request for all pairs; points are (lon, lat) arrays in degrees."""
    points = [*zip(*origins, strict=True), *zip(*destinations, strict=True)]
    at = ";".join(f"{lon:.{_DIGITS}f},{lat:.{_DIGITS}f}" for lon, lat in points)
    first, both = len(origins[0]), len(points)
    sources, targets = (";".join(map(str, each)) for each in (range(first), range(first, both)))
    return Sent(f"/table/v1/{profile}/{at}?sources={sources}&destinations={targets}&annotations=duration")


def answered(
    status: int, said: Any, origins: tuple[Floats, Floats], destinations: tuple[Floats, Floats]
) -> Block:
    """The answer. Raises RouterError for a code other than Ok, NoRoadError, TooManyPairsError."""
    code = said.get("code") if isinstance(said, dict) else None
    if code != "Ok":
        raise _refused(status, code, said)
    shape = len(origins[0]), len(destinations[0])
    return Block(
        matrix_of(said.get("durations"), shape, "durations") / 60,
        _off(said.get("sources"), origins),
        _off(said.get("destinations"), destinations),
    )


def _refused(status: int, code: Any, said: Any) -> RouterError:
    if not isinstance(code, str):
        return RouterError(
            f"The routing service answered (status {status}) without the `code` that OSRM gives: is its kind "
            "(STEMMAP_ROUTER_KIND) right?"
        )
    message = str(said.get("message") or "")[:200]
    cure = _CURES.get(code, "see its log.")
    told = f" ({message})" if message else ""
    return _ERRORS.get(code, RouterError)(f"The routing service answered {code[:40]}{told}: {cure}")


def _off(waypoints: Any, points: tuple[Floats, Floats]) -> Floats:
    """How far each point (n,) was moved, in metres: as it is said, else from where it was moved to."""
    off = np.full(len(points[0]), np.nan)
    if not isinstance(waypoints, list) or len(waypoints) != len(off):
        return off
    for at, each in enumerate(waypoints):
        distance, place = (each or {}).get("distance"), (each or {}).get("location")
        if isinstance(distance, int | float):
            off[at] = distance
        elif isinstance(place, list) and len(place) == 2:
            lon, lat = np.array([float(place[0])]), np.array([float(place[1])])
            off[at] = geodesic_m(lon, lat, points[0][at : at + 1], points[1][at : at + 1])[0]
    return off

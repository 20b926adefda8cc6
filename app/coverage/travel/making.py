"""Making a travel table: from the people and assets of a question, by a routing service or from straight lines.

Only pairs near enough to matter are asked for. Reads the database for points; what is made depends on nothing else, so
a table that was made from the same points in the same way is not made again.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import orjson
from numpy.typing import NDArray

from app.coverage.context import Context
from app.coverage.decay import binary
from app.coverage.geodesy import Floats, Indices
from app.coverage.reach.inputs import Places, Sites
from app.coverage.reach.pairs import pairs_within
from app.coverage.reach.reach import PointReach
from app.coverage.routing.matrix import Told, travel_times
from app.coverage.routing.router import Router
from app.coverage.travel.matching import origin_ids
from app.coverage.travel.writing import Rows
from app.errors import BadParameterError, TooMuchWorkError

if TYPE_CHECKING:
    from scipy.sparse import csr_array

_METRES_PER_HOUR: Final = {"mph": 1609.344, "km/h": 1000.0, "kmh": 1000.0, "kph": 1000.0}
_SLOWEST_M_PER_HOUR: Final = 500.0
_FASTEST_M_PER_HOUR: Final = 300_000.0


@dataclass(frozen=True)
class StraightWay:
    """Times from straight lines: `circuity` times as long, at `speed_m_h`."""

    speed_m_h: float
    circuity: float = 1.3

    @property
    def key(self) -> tuple[Any, ...]:
        """What its times depend on."""
        return "straight", self.speed_m_h, self.circuity


@dataclass(frozen=True, eq=False)
class Points:
    """Where people (n) and assets (m points of a assets) are, as far as a table needs them."""

    origins: tuple[str, ...]
    lon: Floats
    lat: Floats
    destinations: tuple[str, ...]
    asset: Indices
    asset_lon: Floats
    asset_lat: Floats

    def signature(self, *parts: object) -> str:
        """SHA-256 (hex) of all of it and of `parts`."""
        found = hashlib.sha256(orjson.dumps([self.origins, self.destinations, repr(parts)]))
        for array in (self.lon, self.lat, self.asset.astype(np.float64), self.asset_lon, self.asset_lat):
            found.update(np.ascontiguousarray(array).tobytes())
        return found.hexdigest()


def points_of(context: Context) -> Points:
    """The points of a context: people also beyond the states asked about, who share the same assets."""
    whole, supply = context.whole, context.supply
    kind = whole.point_kind.tolist()
    return Points(
        tuple(ids[0] for ids in origin_ids(whole.geoid.tolist(), kind)),
        whole.lon,
        whole.lat,
        tuple(str(each) for each in supply.ids),
        supply.asset,
        supply.lon,
        supply.lat,
    )


def parse_speed(text: str) -> float:
    """Metres per hour of `45mph` or `70km/h`. Raises BadParameterError."""
    cleaned = text.strip().lower().replace(" ", "")
    for unit, metres in _METRES_PER_HOUR.items():
        number = cleaned.removesuffix(unit)
        if number != cleaned and number.replace(".", "", 1).isdigit():
            found = float(number) * metres
            if _SLOWEST_M_PER_HOUR <= found <= _FASTEST_M_PER_HOUR:
                return found
            break
    raise BadParameterError(
        f"`{text[:40]}` is no speed on the ground: write a number with its unit.",
        parameter="speed",
        accepted=("45mph", "70km/h"),
    )


def wanted_pairs(points: Points, farthest_m: float, most: int) -> "csr_array[np.float64]":
    """Pairs (n, m) of points at most `farthest_m` apart in a straight line, with their metres.

    Raises TooMuchWorkError for more than `most`.
    """
    places = Places(points.lon, points.lat, np.ones(len(points.lon)))
    sites = Sites(points.asset_lon, points.asset_lat, np.ones(len(points.asset_lon)))
    if len(points.lon) * len(points.asset_lon) > most:
        reach = PointReach(places, sites)
        number = int(reach.to_places(reach.weight, binary(farthest_m)).sum())
        if number > most:
            raise TooMuchWorkError(
                f"{number:,} pairs of people's places and assets are within {farthest_m / 1000:,.0f} km: a table has "
                f"{most:,} at most (STEMMAP_TRAVEL_PAIRS_MAX). Ask for fewer states, fewer assets or fewer minutes."
            )
    return pairs_within(places, sites, farthest_m)


def made(
    points: Points,
    way: Router | StraightWay,
    wanted: "csr_array[np.float64]",
    most_minutes: float,
    progress: Told = lambda _done, _whole: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Rows:
    """Minutes of the wanted pairs up to `most_minutes`; of an asset with several stops, to the nearest in time.

    Raises RouterError, CancelledError.
    """
    about: dict[str, Any] = {"pairs_asked": int(wanted.nnz), "minutes_at_most": most_minutes}
    if isinstance(way, StraightWay):
        found = wanted.tocoo()
        place, point = (each.astype(np.int64) for each in found.coords)
        minutes = found.data * way.circuity / way.speed_m_h * 60
        about |= {"by": "straight lines", "speed_km_h": way.speed_m_h / 1000, "circuity": way.circuity}
    else:
        assets = points.asset_lon, points.asset_lat
        times = travel_times(way, (points.lon, points.lat), assets, wanted, progress, cancelled)
        place, point, minutes = times.origin, times.destination, times.minutes
        about |= {
            "by": way.kind,
            "profile": way.profile,
            "snap_max_m": way.snap_max_m,
            "no_way": times.no_way,
        }
        about |= {
            "origins_without_road": [points.origins[at] for at in times.far_origins],
            "destinations_without_road": sorted(
                {points.destinations[points.asset[at]] for at in times.far_destinations}
            ),
        }
    kept = minutes <= most_minutes
    return _of_assets(points, (place[kept], points.asset[point[kept]], minutes[kept]), about)


def _of_assets(points: Points, pairs: tuple[Indices, Indices, Floats], about: dict[str, Any]) -> Rows:
    """One row a place and asset: the least of its stops."""
    place, asset, minutes = pairs
    order = np.lexsort((minutes, asset, place))
    place, asset = place[order], asset[order]
    first: NDArray[np.bool_] = np.ones(len(order), dtype=np.bool_)
    first[1:] = (np.diff(place) != 0) | (np.diff(asset) != 0)
    return Rows(points.origins, points.destinations, place[first], asset[first], minutes[order][first], about)

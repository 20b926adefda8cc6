"""Where a mobile program stops, and how much of it is there as of a day. Pure.

A visit long ago or far ahead serves less than one this week: its share halves with every half-life between its date
and the day asked about. A stop without a date counts whole, because nothing says otherwise. Shares of all stops add up
to at most 1: one van is one program, however often it stops.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

STOP_HALF_LIFE_DAYS: Final = 90.0
"""About a school term: our choice, not a published figure."""
LEAST_SHARE: Final = 1 / 16
"""A visit more than four half-lives away (a year, at 90 days) is no service any more."""


class StopPoint(NamedTuple):
    """A point in degrees and the share (0 to 1) of the program that is there."""

    lon: float
    lat: float
    share: float


def stop_points(
    stops: Sequence[Mapping[str, Any]], today: date, half_life_days: float = STOP_HALF_LIFE_DAYS
) -> list[StopPoint]:
    """The placed stops that still count, in their order; several visits to one point are one, the nearest in time."""
    decayed: dict[tuple[float, float], float] = {}
    for stop in stops:
        lon, lat = stop.get("lon"), stop.get("lat")
        share = _decayed(stop.get("date"), today, half_life_days)
        if lon is not None and lat is not None and share >= LEAST_SHARE:
            decayed[lon, lat] = max(share, decayed.get((lon, lat), 0.0))
    whole = max(1.0, sum(decayed.values()))
    return [StopPoint(lon, lat, share / whole) for (lon, lat), share in decayed.items()]


def _decayed(day: str | None, today: date, half_life_days: float) -> float:
    if not day:
        return 1.0
    days = abs((date.fromisoformat(day) - today).days)
    return float(2.0 ** (-days / half_life_days))

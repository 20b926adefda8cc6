"""Points as people give them: lists of [lon, lat], records, GeoJSON. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any, Final

from app.errors import BadParameterError

_FORMS: Final = (
    "[[lon, lat], …]",
    '[{"lon": …, "lat": …, "name": …}, …]',
    "a GeoJSON FeatureCollection of points",
)
_NAME_MAX: Final = 200


@dataclass(frozen=True)
class Given:
    """One point in degrees, its name, and how far around it people are served (0: they come)."""

    lon: float
    lat: float
    name: str = ""
    radius_m: float = 0.0

    def record(self) -> dict[str, Any]:
        """The point ready for JSON; `given_points` reads it back."""
        said: dict[str, Any] = {"lon": self.lon, "lat": self.lat}
        return said | ({"name": self.name} if self.name else {}) | self._radius()

    def _radius(self) -> dict[str, float]:
        return {"radius_m": self.radius_m} if self.radius_m else {}


def given_points(value: Any, parameter: str, most: int, radius_max_m: float) -> tuple[Given, ...]:
    """The points of `value`, at most `most`. Raises BadParameterError, saying which one is no point."""
    listed = value.get("features") if isinstance(value, Mapping) else value
    if not isinstance(listed, list):
        raise BadParameterError(f"`{parameter}` is no list of points.", parameter=parameter, accepted=_FORMS)
    if len(listed) > most:
        raise BadParameterError(
            f"`{parameter}` has {len(listed):,} points: at most {most:,} are taken.", parameter=parameter
        )
    return tuple(_point(each, parameter, at, radius_max_m) for at, each in enumerate(listed))


def _point(value: Any, parameter: str, at: int, radius_max_m: float) -> Given:
    wrong = BadParameterError(
        f"Point {at + 1} of `{parameter}` is no point on the earth: give [lon, lat] in degrees, longitude first.",
        parameter=parameter,
        accepted=_FORMS,
    )
    try:
        lon, lat, more = _parts(value)
        radius_m = float(more.get("radius_m") or 0)
    except (TypeError, ValueError, KeyError, AttributeError):
        raise wrong from None
    if not (isfinite(lon) and isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 90):
        raise wrong
    if not 0 <= radius_m <= radius_max_m:
        raise BadParameterError(
            f"Point {at + 1} of `{parameter}`: `radius_m` is from 0 to {radius_max_m:,.0f} metres.",
            parameter=parameter,
        )
    return Given(lon, lat, str(more.get("name") or "")[:_NAME_MAX].replace("\x00", ""), radius_m)


def _parts(value: Any) -> tuple[float, float, Mapping[str, Any]]:
    """Degrees and what else is said of one point."""
    if isinstance(value, list):
        lon, lat = value
        return _degrees(lon), _degrees(lat), {}
    if value.get("type") == "Feature":
        geometry = value["geometry"]
        if geometry["type"] != "Point":
            raise ValueError(geometry["type"])
        lon, lat = geometry["coordinates"][:2]
        return _degrees(lon), _degrees(lat), value.get("properties") or {}
    return _degrees(value["lon"]), _degrees(value["lat"]), value


def _degrees(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(value)
    return float(value)

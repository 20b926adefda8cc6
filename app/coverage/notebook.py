"""The engine on what a notebook holds: numpy arrays, GeoDataFrames, a table of travel times. No database.

Places are `Places`, three arrays (lon, lat, people) or a GeoDataFrame of points with a column of people; sites
the same with a weight. Frames may be in any coordinate system that is named. With `table`, a table of costs of
one's own, places are the people (n,) and sites the weights (m,), and bounds are in the table's unit; without,
costs are metres times `factor`, the circuity of the roads.
"""

from typing import Any, TypedDict, Unpack

import numpy as np

from app.coverage.decay import Decay, dai
from app.coverage.geodesy import Floats
from app.coverage.measures import catchment, opportunity, raam, what_if
from app.coverage.measures import nearest as nearest_measure
from app.coverage.measures.nearest import Nearest
from app.coverage.measures.raam import RationalAccess
from app.coverage.measures.result import Access
from app.coverage.measures.what_if import FloatingCatchment
from app.coverage.reach.choose import KernelName
from app.coverage.reach.inputs import Places, Sites
from app.coverage.reach.pairs import pairs_within
from app.coverage.reach.reach import PointReach
from app.coverage.reach.table import CostTable, TableReach, read_cost_table
from app.errors import BadParameterError

__all__ = [
    "Places",
    "Sites",
    "balanced",
    "cumulative",
    "floating_catchment",
    "gravity",
    "nearest_k",
    "pairs_within",
    "rational_agents",
    "reach_of",
    "read_cost_table",
    "spatial_availability",
    "three_step",
    "two_step",
]


class How(TypedDict, total=False):
    """Columns of frames (`weight` None: every site counts 1), and where costs come from."""

    people: str
    weight: str | None
    factor: float
    table: CostTable | None
    kernel: KernelName | None


def reach_of(places: Any, sites: Any, **how: Unpack[How]) -> PointReach | TableReach:
    """Who reaches what, for several measures in turn.

    Raises BadParameterError for a frame without a coordinate system or a column, for what is no point, and
    for numbers that are negative or missing.
    """
    table = how.get("table")
    if table is not None:
        return TableReach(table, np.asarray(places, dtype=np.float64), np.asarray(sites, dtype=np.float64))
    return _points(places, sites, how)


def _points(places: Any, sites: Any, how: How) -> PointReach:
    return PointReach(
        _places(places, how.get("people", "people")),
        _sites(sites, how.get("weight", "weight")),
        how.get("factor", 1.0),
        how.get("kernel"),
    )


def two_step(places: Any, sites: Any, decay: Decay | float, **how: Unpack[How]) -> Access:
    """Two-step floating catchment (see measures.catchment.two_step); a number is the bound of Dai's decay."""
    return catchment.two_step(reach_of(places, sites, **how), _decay(decay))


def three_step(places: Any, sites: Any, decay: Decay | float, **how: Unpack[How]) -> Access:
    """Three-step floating catchment (see measures.catchment.three_step)."""
    return catchment.three_step(reach_of(places, sites, **how), _decay(decay))


def balanced(places: Any, sites: Any, decay: Decay | float, **how: Unpack[How]) -> Access:
    """Balanced floating catchment (see measures.catchment.balanced)."""
    return catchment.balanced(reach_of(places, sites, **how), _decay(decay))


def spatial_availability(places: Any, sites: Any, decay: Decay | float, **how: Unpack[How]) -> Access:
    """Spatial availability (see measures.catchment.spatial_availability)."""
    return catchment.spatial_availability(reach_of(places, sites, **how), _decay(decay))


def gravity(places: Any, sites: Any, decay: Decay | float, **how: Unpack[How]) -> Access:
    """Hansen's gravity measure (see measures.opportunity.gravity)."""
    return opportunity.gravity(reach_of(places, sites, **how), _decay(decay))


def cumulative(places: Any, sites: Any, bound: float, **how: Unpack[How]) -> Access:
    """Weights within the bound (see measures.opportunity.cumulative)."""
    return opportunity.cumulative(reach_of(places, sites, **how), bound)


def nearest_k(places: Any, sites: Any, k: int = 1, **how: Unpack[How]) -> Nearest:
    """The k nearest sites (see measures.nearest)."""
    reach = reach_of(places, sites, **how)
    if isinstance(reach, PointReach):
        return nearest_measure.nearest_k(reach.places, reach.sites, k, reach.factor)
    return nearest_measure.nearest_k_of_table(reach, k)


def rational_agents(
    places: Any, sites: Any, bound: float, tau: float, tolerance: float = 5e-4, **how: Unpack[How]
) -> RationalAccess:
    """RAAM at rest (see measures.raam.rational_agents)."""
    return raam.rational_agents(
        reach_of(places, sites, **how), bound, tau, tolerance, kernel=how.get("kernel")
    )


def floating_catchment(
    places: Any, sites: Any, decay: Decay | float, **how: Unpack[How]
) -> FloatingCatchment:
    """Two-step access ready for what-ifs; points only (see measures.what_if)."""
    if how.get("table") is not None:
        raise BadParameterError("A new site has no row in a table of costs: give points.", parameter="table")
    return what_if.floating_catchment(_points(places, sites, how), _decay(decay))


def _decay(decay: Decay | float) -> Decay:
    return decay if isinstance(decay, Decay) else dai(decay)


def _places(given: Any, column: str) -> Places:
    if isinstance(given, Places):
        return given
    if _is_frame(given):
        return Places(*_lon_lat(given, "places"), _column(given, column))
    return Places(*_three(given, "places"))


def _sites(given: Any, column: str | None) -> Sites:
    if isinstance(given, Sites):
        return given
    if _is_frame(given):
        weight = np.ones(len(given)) if column is None else _column(given, column)
        return Sites(*_lon_lat(given, "sites"), weight)
    return Sites(*_three(given, "sites"))


def _is_frame(given: Any) -> bool:
    return hasattr(given, "geometry") and hasattr(given, "to_crs")


def _three(given: Any, what: str) -> tuple[Floats, Floats, Floats]:
    if not isinstance(given, tuple | list) or len(given) != 3:
        raise BadParameterError(
            f"{what}: give three arrays (lon, lat and people or weight), or a GeoDataFrame.", parameter=what
        )
    lon, lat, amount = (np.asarray(each, dtype=np.float64) for each in given)
    return lon, lat, amount


def _lon_lat(frame: Any, what: str) -> tuple[Floats, Floats]:
    """Degrees of a frame of points in any named coordinate system."""
    if frame.crs is None:
        raise BadParameterError(
            f"{what}: the frame does not say its coordinate system: set it, for degrees with "
            "frame.set_crs(4326).",
            parameter=what,
        )
    kinds = set(frame.geometry.geom_type.dropna()) - {"Point"}
    if kinds or frame.geometry.isna().any() or frame.geometry.is_empty.any():
        found = ", ".join(sorted(kinds)) or "rows without a point"
        raise BadParameterError(
            f"{what}: the frame holds {found}: give a point for each row, for areas their centre of population.",
            parameter=what,
        )
    points = frame.geometry.to_crs(4326)
    return points.x.to_numpy(dtype=np.float64), points.y.to_numpy(dtype=np.float64)


def _column(frame: Any, name: str) -> Floats:
    if name not in frame.columns:
        raise BadParameterError(
            f"The frame has no column `{name}`.",
            parameter=name,
            accepted=[str(each) for each in frame.columns],
        )
    values: Floats = frame[name].to_numpy(dtype=np.float64, na_value=np.nan)
    return values

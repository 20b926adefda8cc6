"""What one site more, one less or one elsewhere would change: only the places near it are looked at. Pure.

A site's ratio depends on the people around it alone, so opening or closing one leaves all other ratios as
they are: only places within the bound of it change.
"""

from dataclasses import dataclass, replace

import numpy as np

from app.coverage.decay import Decay
from app.coverage.geodesy import Floats, Indices
from app.coverage.measures.catchment import two_step
from app.coverage.measures.result import Flags
from app.coverage.reach.inputs import Sites
from app.coverage.reach.reach import PointReach
from app.errors import BadParameterError


@dataclass(frozen=True, eq=False)
class FloatingCatchment:
    """Two-step access of n places with m sites, of which some may be supposed; every change gives a new one.

    `value` (n,) seats per person, `in_reach` (n,) sites with a weight within the bound, `ratio` (m,) seats per
    weighed person of each site, `lon`, `lat`, `weight` (m,) of the sites; a closed one has weight 0.
    """

    reach: PointReach
    decay: Decay
    lon: Floats
    lat: Floats
    weight: Floats
    ratio: Floats
    value: Floats
    in_reach: Indices

    @property
    def no_supply_in_reach(self) -> Flags:
        """Places (n,) without any site within the bound."""
        none: Flags = self.in_reach == 0
        return none

    def with_site(self, lon: float, lat: float, weight: float) -> "FloatingCatchment":
        """One site more, numbered m; raises BadParameterError for a position or weight that cannot be."""
        site = Sites(np.array([lon]), np.array([lat]), np.array([weight]))
        ratio, value, in_reach = self._opened(lon, lat, float(site.weight[0]))
        return replace(
            self,
            lon=np.append(self.lon, lon),
            lat=np.append(self.lat, lat),
            weight=np.append(self.weight, weight),
            ratio=np.append(self.ratio, ratio),
            value=value,
            in_reach=in_reach,
        )

    def without(self, site: int) -> "FloatingCatchment":
        """The site closed; the others keep their numbers. Raises BadParameterError for one that is not open."""
        if not (0 <= site < len(self.weight) and self.weight[site] > 0):
            raise BadParameterError(
                f"There is no open site {site}: sites are 0 to {len(self.weight) - 1}.", parameter="site"
            )
        place, near = self.reach.around(float(self.lon[site]), float(self.lat[site]), self.decay)
        value, in_reach = self.value.copy(), self.in_reach.copy()
        in_reach[place] -= 1
        value[place] = np.maximum(value[place] - self.ratio[site] * near, 0.0)
        value[place[in_reach[place] == 0]] = 0.0
        weight, ratio = self.weight.copy(), self.ratio.copy()
        weight[site] = ratio[site] = 0.0
        return replace(self, weight=weight, ratio=ratio, value=value, in_reach=in_reach)

    def moved(self, site: int, lon: float, lat: float) -> "FloatingCatchment":
        """The site closed and opened again at (lon, lat), where it has the number m."""
        gone = self.without(site)
        return gone.with_site(lon, lat, float(self.weight[site]))

    def changed(self, before: "FloatingCatchment") -> Indices:
        """Places whose access is not what it was."""
        return np.flatnonzero(self.value != before.value).astype(np.int64)

    def _opened(self, lon: float, lat: float, weight: float) -> tuple[float, Floats, Indices]:
        if weight == 0:
            return 0.0, self.value, self.in_reach
        place, near = self.reach.around(lon, lat, self.decay)
        demand = float((self.reach.people[place] * near).sum())
        ratio = weight / demand if demand > 0 else 0.0
        value, in_reach = self.value.copy(), self.in_reach.copy()
        value[place] += ratio * near
        in_reach[place] += 1
        return ratio, value, in_reach


def floating_catchment(reach: PointReach, decay: Decay) -> FloatingCatchment:
    """Two-step access as it is, ready for what-ifs."""
    access, sites = two_step(reach, decay), reach.sites
    lon, lat = sites.positions.lon, sites.positions.lat
    return FloatingCatchment(
        reach, decay, lon, lat, sites.weight, access.ratio, access.value, access.in_reach
    )

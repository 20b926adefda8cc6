"""What each asset counts, and where those without a place count. Pure numerics.

With seats as weight an asset whose seats are not known is no supply, and is counted. What serves a state, the country
or everybody online is turned into an asset that serves listed areas, when the question includes it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.coverage.columns import Texts
from app.coverage.geodesy import Floats
from app.coverage.measuring import Measuring
from app.coverage.supply import Supply
from app.vocabulary.codes import STATE_FIPS

_NATION: Final = frozenset(STATE_FIPS.values())


@dataclass(frozen=True, eq=False)
class Weighted:
    """The assets that count: `supply` without the others (ids stay), `weight` (n,) of each asset, 0 for one left out.

    `without_seats` are left out because their seats are not known, `included` of the wide ones counted in.
    """

    supply: Supply
    weight: Floats
    without_seats: int
    included: int

    @property
    def any(self) -> bool:
        """Whether any asset can be reached at all."""
        return bool(len(self.supply.asset)) or bool(self.supply.areas)


def weighted(supply: Supply, how: Measuring, online: frozenset[str]) -> Weighted:
    """The assets of `supply` as `how` counts them; virtual ones in the counties or states `online`."""
    supply, included = _included(supply, how.include, online)
    weight = np.nan_to_num(supply.seats) if how.by_seats else np.ones(len(supply))
    unknown = int(np.isnan(supply.seats).sum()) if how.by_seats else 0
    return Weighted(_only(supply, weight > 0), weight, unknown, included)


def _included(supply: Supply, include: tuple[str, ...], online: frozenset[str]) -> tuple[Supply, int]:
    """`supply` with the wide assets of these reaches as assets that serve listed areas."""
    if not include:
        return supply, 0
    found = [
        (wide, name) for wide, name in zip(supply.wide, supply.wide_names, strict=True) if wide[1] in include
    ]
    if not found:
        return supply, 0
    areas: dict[int, frozenset[str]] = dict(supply.areas)
    for at, ((_, reach, state), _) in enumerate(found, start=len(supply)):
        areas[at] = {
            "statewide": frozenset({STATE_FIPS[state]}),
            "national": _NATION,
            "virtual": online,
        }[reach]
    extra: Texts = np.array([None] * len(found), dtype=object)
    states: Texts = np.array([wide[2] for wide, _ in found], dtype=object)
    return replace(
        supply,
        ids=(*supply.ids, *(wide[0] for wide, _ in found)),
        names=(*supply.names, *(name for _, name in found)),
        seats=np.concatenate((supply.seats, np.full(len(found), np.nan))),
        areas=areas,
        state=np.concatenate((supply.state, states)),
        subtype=np.concatenate((supply.subtype, extra)),
        county_geoid=np.concatenate((supply.county_geoid, extra)),
        postal_code=np.concatenate((supply.postal_code, extra)),
        freshness=np.concatenate((supply.freshness, extra)),
        precision=np.concatenate((supply.precision, extra)),
    ), len(found)


def _only(supply: Supply, counts: NDArray[np.bool_]) -> Supply:
    """`supply` with the points and areas of the assets that count; numbers of assets stay."""
    if counts.all():
        return supply
    keep = counts[supply.asset]
    return replace(
        supply,
        lon=supply.lon[keep],
        lat=supply.lat[keep],
        asset=supply.asset[keep],
        share=supply.share[keep],
        radius_m=supply.radius_m[keep],
        areas={at: geoids for at, geoids in supply.areas.items() if counts[at]},
    )


def by_area_set(
    areas: Mapping[int, frozenset[str]], weight: Floats
) -> dict[frozenset[str], tuple[int, float]]:
    """For each different list of areas the first asset that serves it, and the weight of all that do."""
    found: dict[frozenset[str], tuple[int, float]] = {}
    for at, geoids in areas.items():
        first, total = found.get(geoids, (at, 0.0))
        found[geoids] = (min(first, at), total + float(weight[at]))
    return found

"""What the engine is given: places with people, sites with weights. Checked arrays, nothing else. Pure."""

from dataclasses import dataclass, field

import numpy as np

from app.coverage.geodesy import Floats
from app.coverage.reach.ecef import Positions, positions
from app.errors import BadParameterError


def checked_amounts(values: Floats, many: int, what: str) -> Floats:
    """`values` (many,) as float64; raises BadParameterError for one that is negative, NaN or infinite."""
    amounts = np.asarray(values, dtype=np.float64)
    if amounts.shape != (many,):
        raise BadParameterError(f"{what}: {amounts.shape} numbers for {many} points.", parameter=what)
    good = np.isfinite(amounts) & (amounts >= 0)
    if not good.all():
        at = int(np.argmin(good))
        raise BadParameterError(
            f"{what} {at} is {amounts[at]}: give a number of at least 0 for each, "
            "or leave out the points whose number is not known and say so.",
            parameter=what,
        )
    return amounts


def _checked_positions(lon: Floats, lat: Floats, what: str) -> Positions:
    try:
        return positions(lon, lat)
    except ValueError as error:
        raise BadParameterError(f"{what}: {error}.", parameter=what) from None


@dataclass(frozen=True, eq=False)
class Places:
    """Where people are: degrees and people, arrays (n,). Raises BadParameterError for what cannot be."""

    lon: Floats
    lat: Floats
    people: Floats
    positions: Positions = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Check all three."""
        object.__setattr__(self, "positions", _checked_positions(self.lon, self.lat, "places"))
        object.__setattr__(self, "people", checked_amounts(self.people, len(self.positions), "people"))

    def __len__(self) -> int:
        return len(self.positions)


@dataclass(frozen=True, eq=False)
class Sites:
    """Where programs are: degrees and weight (seats, hours or 1), arrays (m,).

    A site whose weight is not known has no place here: whoever asks decides what to do with it.
    """

    lon: Floats
    lat: Floats
    weight: Floats
    positions: Positions = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Check all three."""
        object.__setattr__(self, "positions", _checked_positions(self.lon, self.lat, "sites"))
        object.__setattr__(self, "weight", checked_amounts(self.weight, len(self.positions), "weight"))

    def __len__(self) -> int:
        return len(self.positions)

"""What can lie over any gap map as an outline, a pattern or a ring, so that the colour below stays readable. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

import numpy as np

from app.coverage.geodesy import Floats
from app.language import N_

Overlay = Literal["hotspots", "poverty", "rural", "assets", "sites"]
OVERLAYS: Final[dict[Overlay, str]] = {
    "hotspots": N_("Hot spots: bad access together"),
    "poverty": N_("A fifth or more of people in poverty"),
    "rural": N_("Not metropolitan"),
    "assets": N_("Measured to"),
    "sites": N_("Suggested sites"),
}
DEFAULT_OVERLAYS: Final[tuple[Overlay, ...]] = ("assets",)
NO_OVERLAYS: Final = "none"
"""The text of an address that asks for none, because nothing at all means the default."""
POVERTY_AREA: Final = 0.2
"""From this share of people in poverty the Census Bureau speaks of a poverty area."""
NONMETRO_ABOVE: Final = 3.5
"""Rural-Urban Continuum Codes 1 to 3 are metropolitan."""
HOT_SPOT: Final = 0.0
"""The class of hot spots in app.maps.layers.hot_spots."""


@dataclass(frozen=True, eq=False)
class Laid:
    """What lies over the areas of a picture: `on` are its overlays in their order, `marks` the places in the areas of
    the answer that one marks, `lacks` why one marks nothing; `assets` (m, 2) and `sites` are points (lon, lat).
    """

    on: Sequence[Overlay] = ()
    marks: Mapping[str, Sequence[int]] = field(default_factory=dict)
    lacks: Mapping[str, str] = field(default_factory=dict)
    assets: Floats = field(default_factory=lambda: np.empty((0, 2)))
    sites: Sequence[tuple[float, float]] = ()


NOTHING_LAID: Final = Laid()


def marked(overlay: Overlay, values: Floats) -> list[int]:
    """The places in `values` (a,) that `overlay` marks: of hot spots their class, of poverty a share, of rurality a
    code. NaN, which is not known, is never marked.
    """
    found = {
        "hotspots": values == HOT_SPOT,
        "poverty": values >= POVERTY_AREA,
        "rural": values > NONMETRO_ABOVE,
    }[overlay]
    places: list[int] = found.nonzero()[0].tolist()
    return places

"""Classes of a choropleth: where they break and what they are called. Pure."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from app.settings import MILE_M

View = Literal["share", "distance"]
VIEWS: Final = {"share": "Share of people beyond", "distance": "Distance to the nearest"}

COLORS: Final = ("#fef0d9", "#fdcc8a", "#fc8d59", "#e34a33", "#b30000")
"""ColorBrewer OrRd, five classes (Cynthia Brewer, Apache-2.0): readable with every common colour blindness."""

NO_DATA: Final = "#c9ced6"
_SHARES: Final = (0.0, 0.25, 0.5, 0.75)
_FACTORS: Final = (0.5, 1.0, 2.0, 4.0)


@dataclass(frozen=True)
class Classes:
    """Inclusive upper bounds of all classes but the last, a label and a colour for each."""

    field: str
    title: str
    bounds: tuple[float, ...]
    labels: tuple[str, ...]
    colors: tuple[str, ...] = COLORS


def _miles(value_m: float) -> str:
    return f"{value_m / MILE_M:,.4g}"


def classes_of(view: View, distance_m: float) -> Classes:
    """The classes of `view` for a question about `distance_m`.

    Distances break at half, one, two and four times the distance asked for, so that its own bound is always one
    of them and "beyond" looks the same at every distance.
    """
    if view == "share":
        labels = ("Nobody", "Up to 25%", "25–50%", "50–75%", "Over 75%")
        return Classes("share_beyond", f"People beyond {_miles(distance_m)} mi", _SHARES, labels)
    bounds = tuple(distance_m * factor for factor in _FACTORS)
    marks = [_miles(bound) for bound in bounds]
    between = tuple(f"{low}–{high} mi" for low, high in pairwise(marks))
    return Classes(
        "nearest_m",
        "To the nearest match",
        bounds,
        (f"Up to {marks[0]} mi", *between, f"Over {marks[-1]} mi"),
    )

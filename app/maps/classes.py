"""Classes of a choropleth: where they break and what they are called. Pure."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from app.language import N_, _, gettext
from app.maps.breaks import METHODS, Classing, Floats
from app.settings import MILE_M

View = Literal["share", "distance", "people", "access", "gap", "agreement", "hotspots", "poverty", "rural"]
VIEWS: Final[dict[View, str]] = {
    "share": N_("Share of people beyond"),
    "distance": N_("Distance to the nearest"),
    "people": N_("Number of people beyond"),
    "access": N_("Access by the chosen measure"),
    "gap": N_("Gaps by the published definition"),
    "agreement": N_("How many definitions call it a gap"),
    "hotspots": N_("Hot and cold spots"),
    "poverty": N_("People in poverty"),
    "rural": N_("Metropolitan or rural"),
}

COLORS: Final = ("#fef0d9", "#fdcc8a", "#fc8d59", "#e34a33", "#b30000")
"""ColorBrewer OrRd, five classes (Cynthia Brewer, Apache-2.0): readable with every common colour blindness."""

PURPLES: Final = ("#f2f0f7", "#cbc9e2", "#9e9ac8", "#756bb1", "#54278f")
"""ColorBrewer Purples, for what is no gap: poverty."""

GAP_COLORS: Final = (COLORS[0], COLORS[-1])
"""No gap, gap."""

NO_DATA: Final = "#c9ced6"
NO_VALUES: Final = np.empty(0)
_SHARES: Final = (0.0, 0.25, 0.5, 0.75)
_FACTORS: Final = (0.5, 1.0, 2.0, 4.0)
_SHARE_LABELS: Final = (N_("Nobody"), N_("Up to 25%"), "25–50%", "50–75%", N_("Over 75%"))


@dataclass(frozen=True)
class Classes:
    """Inclusive upper bounds of all classes but the last, a label and a colour for each."""

    title: str
    bounds: tuple[float, ...]
    labels: tuple[str, ...]
    colors: tuple[str, ...] = COLORS
    field: str = ""
    """The column of an area that is classed, where it is one."""

    def of(self, values: Floats) -> NDArray[np.int64]:
        """The class (n,) of each value; -1 for NaN."""
        found = np.searchsorted(np.array(self.bounds), values, side="left")
        return np.where(np.isnan(values), -1, found).astype(np.int64)


def named_classes(title: str, names: tuple[str, ...], colors: tuple[str, ...]) -> Classes:
    """Classes of whole numbers from 0 that each have a name."""
    return Classes(title, tuple(at + 0.5 for at in range(len(names) - 1)), names, colors)


def minutes_classes(minutes: float) -> Classes:
    """The classes of travel times, broken as distances are: at half, one, two and four times the time asked for."""
    found = _labelled("distance", tuple(minutes * factor for factor in _FACTORS), minutes, timed=True)
    return replace(found, field="nearest_min")


def views_of(*, timed: bool) -> dict[View, str]:
    """VIEWS as they are called in miles, or (`timed`) in minutes of a travel table."""
    return VIEWS | {"distance": N_("Travel time to the nearest")} if timed else VIEWS


def miles_text(value_m: float) -> str:
    """Metres as miles, with four digits at most."""
    return f"{value_m / MILE_M:,.4g}"


def percent_text(share: float) -> str:
    """A share of 1 as a percentage, with three digits at most."""
    return f"{100 * share:.3g}"


def minutes_text(value: float) -> str:
    """Minutes, with four digits at most."""
    return f"{value:,.4g}"


def count_text(value: float) -> str:
    """A number of people."""
    return f"{value:,.0f}" if value >= 10 else f"{value:.2g}"


_UNITS: Final[dict[str, tuple[Callable[[float], str], str]]] = {
    "distance": (miles_text, " mi"),
    "share": (percent_text, "%"),
    "poverty": (percent_text, "%"),
    "people": (count_text, ""),
    "access": (lambda value: f"{value:,.3g}", ""),
}


def fixed_classes(view: View, bound: float, *, timed: bool = False) -> Classes | None:
    """The classes of `view` that stay the same whatever the values are; None where there are none.

    `bound` is the distance asked for in metres, or (`timed`) in minutes. Distances break at half, one, two and four
    times of it, so that it is always one of the bounds and "beyond" looks the same at every distance.
    """
    if view == "share":
        return Classes(
            title_of(view, bound, timed=timed),
            _SHARES,
            tuple(map(gettext, _SHARE_LABELS)),
            field="share_beyond",
        )
    if view == "poverty":
        return _labelled(view, (0.05, 0.1, 0.2, 0.3), bound, PURPLES)
    if view == "distance" and timed:
        return minutes_classes(bound)
    if view == "distance":
        found = _labelled(view, tuple(bound * factor for factor in _FACTORS), bound)
        return replace(found, field="nearest_m")
    return None


def classes_of(
    view: View,
    bound: float,
    values: Floats = NO_VALUES,
    classing: Classing = "fixed",
    *,
    timed: bool = False,
) -> Classes:
    """The classes of the known `values` (n,) of `view`: as `classing` says, natural breaks where nothing is fixed.

    `bound` and `timed` as in `fixed_classes`.
    """
    known = values[np.isfinite(values)]
    fixed = fixed_classes(view, bound, timed=timed)
    if fixed and (classing == "fixed" or not known.size):
        return fixed
    if not known.size:
        return Classes(title_of(view, bound, timed=timed), (), (_("Any"),), COLORS[:1])
    method = METHODS["jenks" if classing == "fixed" else classing]
    bounds = tuple(float(each) for each in method(known, len(COLORS)))
    return _labelled(view, bounds, bound, PURPLES if view == "poverty" else COLORS, timed=timed)


def title_of(view: View, bound: float, *, timed: bool = False) -> str:
    """What the legend says above the classes."""
    beyond = (
        _("People beyond %(n)s minutes", n=minutes_text(bound))
        if timed
        else _("People beyond %(n)s mi", n=miles_text(bound))
    )
    return {
        "share": beyond,
        "people": beyond,
        "distance": _("To the nearest match"),
    }.get(view, gettext(VIEWS[view]))


def _labelled(
    view: View,
    bounds: tuple[float, ...],
    bound: float,
    colors: tuple[str, ...] = COLORS,
    *,
    timed: bool = False,
) -> Classes:
    text, unit = (minutes_text, " min") if timed and view == "distance" else _UNITS[view]
    title = title_of(view, bound, timed=timed)
    marks = [text(bound) for bound in bounds]
    if not marks:
        return Classes(title, (), (_("All the same"),), colors[-1:])
    between = tuple(f"{low}–{high}{unit}" for low, high in pairwise(marks))
    labels = (_("Up to %(n)s", n=marks[0] + unit), *between, _("Over %(n)s", n=marks[-1] + unit))
    return Classes(title, bounds, labels, _spread(colors, len(labels)))


def _spread(colors: tuple[str, ...], number: int) -> tuple[str, ...]:
    """`number` of the colours, as far apart as they can be."""
    if number >= len(colors):
        return colors
    steps = np.linspace(0, len(colors) - 1, number)
    return tuple(colors[round(float(at))] for at in steps)

"""What an answer was counted from, in words: assets and how they are placed, figures of people. Pure."""

from typing import TYPE_CHECKING, Final

from app.coverage.figure_words import listed
from app.coverage.supply import SupplyFacts
from app.coverage.travel_words import travel_words
from app.language import N_, _, gettext, ngettext

if TYPE_CHECKING:
    from app.coverage.results import CoverageAnswer

_PLACED: Final = {
    "exact": N_("at its exact point"),
    "street": N_("at its street address"),
    "postal_code": N_("at the center of its ZIP area"),
    "city": N_("at the center of its town"),
    "county": N_("at the center of its county"),
    "state": N_("at the center of its state"),
}


def assets_words(supply: SupplyFacts, *, timed: bool) -> str:
    """How many assets match, how they are placed, and which have no part in distances (`timed`: in travel times)."""
    if not supply.matching:
        return _("No asset of the inventory matches.")
    placed = [f"{number:,} {gettext(_PLACED[slug])}" for slug, number in supply.by_precision.items()]
    if len(placed) == 1 and supply.located > 1:
        placed = [_("each %(placed)s", placed=gettext(_PLACED[slug])) for slug in supply.by_precision]
    text = _matching(supply, timed=timed)
    text += f" ({listed(placed)})." if placed else "."
    apart = []
    if supply.reaches_everyone:
        apart.append(_("%(n)s that work statewide, nationwide or online", n=f"{supply.reaches_everyone:,}"))
    if supply.without_point:
        apart.append(_("%(n)s without a known place", n=f"{supply.without_point:,}"))
    if not apart:
        return text
    left = N_("Left out of times: %(which)s.") if timed else N_("Left out of distances: %(which)s.")
    return f"{text} {_(left, which=listed(apart))}"


def _matching(supply: SupplyFacts, *, timed: bool) -> str:
    """How many assets match, and to how many of them distance or time is measured."""
    if timed:
        text = ngettext(
            "%(n)s asset matches; time is measured to %(located)s",
            "%(n)s assets match; time is measured to %(located)s",
            supply.matching,
        )
    else:
        text = ngettext(
            "%(n)s asset matches; distance is measured to %(located)s",
            "%(n)s assets match; distance is measured to %(located)s",
            supply.matching,
        )
    return text % {"n": f"{supply.matching:,}", "located": f"{supply.located:,}"}


def counted_words(answer: "CoverageAnswer") -> str:
    """Assets counted in although they have no place, and those left out because their seats are not known."""
    found = answer.found.weighted
    text = []
    if found.included:
        number = f"{found.included:,}"
        text.append(_("%(n)s of those without a distance count for everybody they serve.", n=number))
    if found.without_seats:
        number = f"{found.without_seats:,}"
        text.append(_("%(n)s are left out because their number of seats is not known.", n=number))
    return " ".join(text)


def figures_words(answer: "CoverageAnswer") -> str:
    """Which figures were counted, and how distances were measured."""
    source = answer.sources[0]
    text = _(
        "Population: %(publisher)s, %(title)s, %(vintage)s, at the points of %(points)s",
        publisher=source.publisher,
        title=source.title,
        vintage=source.vintage,
        points=gettext(answer.figures.points),
    )
    if answer.modelled:
        text += _("; modelled from county shares, not counted, so read them as estimates")
    if answer.figures.beside:
        text += f". {gettext(answer.figures.beside).rstrip('.')}"
    across = "" if answer.question.supply.state else _("; assets across a state line count")
    way = travel_words(answer) or _("Distances are straight lines over the earth, not roads")
    return f"{text}. {way}{across}."

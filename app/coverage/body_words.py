"""The middle of an answer in words: where most people are, in how many counties, and how far it is. Pure."""

from typing import Final

from app.coverage.asked_words import group_words
from app.coverage.figure_words import listed, miles
from app.coverage.measure_words import minutes
from app.coverage.nobody_words import nobody_words
from app.coverage.question import CoverageQuestion
from app.coverage.results import AreaGap, CoverageAnswer
from app.language import N_, _, gettext

_WORST_NAMED: Final = 3
_MOST_OF_SO_MANY: Final = {
    "gap": N_("In %(number)s of %(counties)s counties most %(people)s are in that gap."),
    "time": N_("In %(number)s of %(counties)s counties most %(people)s live beyond that time."),
    "distance": N_("In %(number)s of %(counties)s counties most %(people)s live beyond that distance."),
}
_MOST_OF_ONE: Final = {
    "gap": N_("Most %(people)s of the one county asked about are in that gap."),
    "time": N_("Most %(people)s of the one county asked about live beyond that time."),
    "distance": N_("Most %(people)s of the one county asked about live beyond that distance."),
}
_FEW_OF_ONE: Final = {
    "gap": N_("Fewer than half of the %(people)s of the one county asked about are in that gap."),
    "time": N_("Fewer than half of the %(people)s of the one county asked about live beyond that time."),
    "distance": N_(
        "Fewer than half of the %(people)s of the one county asked about live beyond that distance."
    ),
}
"""In how many counties most people are out of reach, by what they are beyond (`_beyond`)."""


def body(answer: CoverageAnswer) -> str:
    """Where the most people are, in how many counties, and how far it is; empty where nobody is counted."""
    if not answer.summary.people:
        return ""
    return " ".join(
        part for part in (_worst(answer), _counties(answer), nobody_words(answer), _distances(answer)) if part
    )


def _worst(answer: CoverageAnswer) -> str:
    worst = [area for area in answer.areas[:_WORST_NAMED] if area.people_beyond >= 0.5]
    if not worst or answer.no_supply:
        return ""
    where = listed([_area(area, answer.question) for area in worst])
    if len(worst) > 1:
        return _("The largest numbers are in %(where)s.", where=where)
    return _("All of them are in %(where)s.", where=where)


def _area(area: AreaGap, question: CoverageQuestion) -> str:
    """`Lyon County, NV (52,509 of 52,688)`."""
    name = area.name if question.areas == "county" else f"{area.geoid} {area.name}"
    whole, beyond = f"{area.people:,.0f}", f"{area.people_beyond:,.0f}"
    if beyond == whole:
        return _("%(name)s, %(state)s (all %(people)s)", name=name, state=area.state, people=whole)
    return _(
        "%(name)s, %(state)s (%(beyond)s of %(people)s)",
        name=name,
        state=area.state,
        beyond=beyond,
        people=whole,
    )


def _counties(answer: CoverageAnswer) -> str:
    whole = answer.summary
    if answer.no_supply or not whole.people_beyond:
        return ""
    people, most = group_words(answer.question.group, 2), whole.counties_mostly_beyond
    if whole.counties == 1:
        said = _MOST_OF_ONE if most else _FEW_OF_ONE
        return gettext(said[_beyond(answer)]) % {"people": people}
    number = f"{most:,}" if most else _("none")
    said_of_all = gettext(_MOST_OF_SO_MANY[_beyond(answer)])
    return said_of_all % {"number": number, "counties": f"{whole.counties:,}", "people": people}


def _beyond(answer: CoverageAnswer) -> str:
    """What people are beyond: the distance, the time of a travel table, or what the measure calls enough."""
    if answer.question.how.measure != "nearest":
        return "gap"
    return "time" if answer.question.travel else "distance"


def _distances(answer: CoverageAnswer) -> str:
    whole = answer.summary
    if whole.mean_nearest_m is None or whole.farthest_m is None:
        return ""
    far = minutes if answer.question.travel else miles
    said = {
        "mean": far(whole.mean_nearest_m),
        "place": whole.farthest_name,
        "state": whole.farthest_state,
        "most": far(whole.farthest_m),
    }
    if answer.question.travel:
        return _(
            "Where the table knows a way, the nearest one is on average %(mean)s away; from %(place)s, %(state)s, "
            "it is %(most)s.",
            **said,
        )
    return _(
        "On average the nearest one is %(mean)s away; from %(place)s, %(state)s, it is %(most)s.",
        **said,
    )

"""Counties none of whose people have a match within reach, by name. Pure."""

from typing import Final

import numpy as np

from app.coverage.asked_words import group_words
from app.coverage.measure_words import reach_words
from app.coverage.results import CoverageAnswer
from app.language import _

_MOST_NAMED: Final = 15
_COUNTY: Final = " County"


def nobody_words(answer: CoverageAnswer) -> str:
    """`Counties where nobody has one within 25 miles: Luna and Torrance.`; empty where there is none to name.

    Of answers by county, measured to the nearest: the first `_MOST_NAMED` by name, and how many more there are.
    """
    question, areas = answer.question, answer.areas
    asked = question.areas == "county" and question.how.measure == "nearest" and answer.summary.counties > 1
    if not asked or answer.no_supply:
        return ""
    whole = (areas.people >= 0.5) & (areas.people - areas.people_beyond < 0.5)
    many = len({*areas.state.tolist()}) > 1
    names = sorted(_name(areas.name[at], areas.state[at], many=many) for at in np.flatnonzero(whole))
    if not names:
        return ""
    said = {"reach": reach_words(question), "names": _listed(names)}
    if question.group == "total":
        return _("Counties where nobody has one within %(reach)s: %(names)s.", **said)
    people = group_words(question.group, 2)
    return _(
        "Counties where none of the %(people)s has one within %(reach)s: %(names)s.", people=people, **said
    )


def _name(name: str, state: str, *, many: bool) -> str:
    short = name.removesuffix(_COUNTY)
    return f"{short} ({state})" if many else short


def _listed(names: list[str]) -> str:
    named, more = ", ".join(names[:_MOST_NAMED]), len(names) - _MOST_NAMED
    return _("%(names)s and %(n)s more", names=named, n=f"{more:,}") if more > 0 else named

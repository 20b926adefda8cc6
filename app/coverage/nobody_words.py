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

    Of answers by county, measured to the nearest: all of one state; of several the first `_MOST_NAMED` by name, and
    how many more there are.
    """
    question, names = answer.question, _names(answer)
    if not names:
        return ""
    said = {"reach": reach_words(question), "names": _listed(names, len(names) - _unnamed(answer, names))}
    if question.group == "total":
        return _("Counties where nobody has one within %(reach)s: %(names)s.", **said)
    people = group_words(question.group, 2)
    return _(
        "Counties where none of the %(people)s has one within %(reach)s: %(names)s.", people=people, **said
    )


def more_words(answer: CoverageAnswer) -> str:
    """`126 more`, as `nobody_words` says it at the end of its names; empty where it names them all."""
    more = _unnamed(answer, _names(answer))
    return _more(more) if more else ""


def _names(answer: CoverageAnswer) -> list[str]:
    question, areas = answer.question, answer.areas
    asked = question.areas == "county" and question.how.measure == "nearest" and answer.summary.counties > 1
    if not asked or answer.no_supply:
        return []
    whole = (areas.people >= 0.5) & (areas.people - areas.people_beyond < 0.5)
    many = _several(answer)
    return sorted(_name(areas.name[at], areas.state[at], many=many) for at in np.flatnonzero(whole))


def _several(answer: CoverageAnswer) -> bool:
    return len({*answer.areas.state.tolist()}) > 1


def _unnamed(answer: CoverageAnswer, names: list[str]) -> int:
    return max(0, len(names) - _MOST_NAMED) if _several(answer) else 0


def _more(number: int) -> str:
    return _("%(n)s more", n=f"{number:,}")


def _name(name: str, state: str, *, many: bool) -> str:
    short = name.removesuffix(_COUNTY)
    return f"{short} ({state})" if many else short


def _listed(names: list[str], most: int) -> str:
    named, more = ", ".join(names[:most]), len(names) - most
    return _("%(names)s and %(more)s", names=named, more=_more(more)) if more else named

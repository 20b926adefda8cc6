"""An answer as one paragraph of plain words, to be read out or quoted. Pure."""

from typing import Final

from app.catalog.filters import describe
from app.coverage.measure_words import lacking, minutes, sharing
from app.coverage.more_words import groups_words, preset_words, sure_words
from app.coverage.nouns import NOUNS
from app.coverage.question import CoverageQuestion
from app.coverage.results import AreaGap, CoverageAnswer
from app.coverage.supply_words import assets_words, counted_words, figures_words, listed
from app.language import _, gettext
from app.settings import MILE_M
from app.vocabulary.codes import STATES

__all__ = ["NOUNS", "headline", "lead", "listed", "margin", "miles", "paragraph", "percent", "place_words"]
_MOST_STATES_NAMED: Final = 6
_WORST_NAMED: Final = 3


def paragraph(answer: CoverageAnswer) -> str:
    """The whole answer in words: how many people, where, how far, which assets, how good the figures are."""
    if not answer.summary.people:
        return _(
            "No %(people)s are counted in %(where)s.",
            people=_group(answer, 2),
            where=place_words(answer.question),
        )
    parts = [
        headline(answer),
        body(answer),
        sharing(answer.question),
    ]
    timed = answer.question.travel is not None
    parts += [groups_words(answer.groups), preset_words(answer), assets_words(answer.supply, timed=timed)]
    parts += [counted_words(answer), sure_words(answer), figures_words(answer)]
    return " ".join(part for part in parts if part)


def lead(answer: CoverageAnswer) -> str:
    """The first sentence of an answer: what the published definition asked for found, else the one to quote."""
    return preset_words(answer) or headline(answer)


def headline(answer: CoverageAnswer) -> str:
    """The one sentence to quote."""
    whole, where = answer.summary, place_words(answer.question)
    everybody = f"{whole.people:,.0f} {_group(answer, whole.people)}"
    if answer.no_supply:
        return _(
            "No %(asset)s is listed with a known place: none of %(everybody)s in %(where)s is known to have one. "
            "Not listed is not the same as not there.",
            asset=_asset(answer.question),
            everybody=everybody,
            where=where,
        )
    if not whole.people_beyond:
        lacks = _lacking(answer, many=False)
        return _(
            "Nobody in %(where)s (%(everybody)s) %(lacks)s.", where=where, everybody=everybody, lacks=lacks
        )
    said = {
        "where": where,
        "number": f"{whole.people_beyond:,.0f}{margin(whole.people_beyond_moe)}",
        "everybody": everybody,
        "share": percent(whole.share_beyond or 0),
        "lack": _lacking(answer, many=round(whole.people_beyond) != 1),
    }
    if answer.modelled:
        return _("In %(where)s, an estimated %(number)s of %(everybody)s (%(share)s) %(lack)s.", **said)
    return _("In %(where)s, %(number)s of %(everybody)s (%(share)s) %(lack)s.", **said)


def body(answer: CoverageAnswer) -> str:
    """Where the most people are, in how many counties, and how far it is; empty where nobody is counted."""
    if not answer.summary.people:
        return ""
    return " ".join(part for part in (_worst(answer), _counties(answer), _distances(answer)) if part)


def margin(moe: float | None) -> str:
    """` ± 1,200`; empty where the margin is not known."""
    return "" if moe is None else f" ± {moe:,.0f}"


def _lacking(answer: CoverageAnswer, *, many: bool) -> str:
    return lacking(answer.question, _asset(answer.question), answer.found.threshold, many=many)


def place_words(question: CoverageQuestion) -> str:
    """Where the question asks: `New Mexico and Utah`."""
    if not question.states:
        return _("the United States")
    if len(question.states) > _MOST_STATES_NAMED:
        return _("%(n)s states", n=len(question.states))
    return listed(sorted(_state_name(code) for code in question.states))


def _state_name(code: str) -> str:
    return _("the District of Columbia") if code == "DC" else STATES.label(code)


def percent(share: float) -> str:
    """A share for people; `0%` is nobody and `100%` everybody."""
    value = 100 * share
    if 0 < value < 0.1:
        return gettext("less than 0.1%")
    if 99.9 < value < 100:
        return gettext("more than 99.9%")
    return f"{value:.0f}%" if value in (0, 100) or 9.95 <= value < 99.5 else f"{value:.1f}%"


def miles(distance_m: float) -> str:
    """`82 miles`, `4.1 miles`."""
    value = distance_m / MILE_M
    number = f"{value:,.0f}" if value >= 9.95 else f"{value:.1f}"
    return _("%(n)s mile", n=number) if number == "1.0" else _("%(n)s miles", n=number)


def _group(answer: CoverageAnswer, number: float) -> str:
    one, many = NOUNS.get(answer.question.group, NOUNS["total"])
    return gettext(one) if round(number) == 1 else gettext(many)


def _asset(question: CoverageQuestion) -> str:
    """What counts, as a reader would say it: `camp or club with robotics`; for anything, `STEM asset`."""
    wanted: dict[str, list[str]] = {}
    for name, _value, label in describe(question.supply):
        wanted.setdefault(name, []).append(label)
    kinds, subtypes = wanted.pop("kind", []), wanted.pop("subtype", [])
    noun = _any_of(subtypes) or _("STEM %(kind)s", kind=_any_of(kinds) or _("asset"))
    if subjects := _any_of(wanted.pop("discipline", [])):
        noun = _("%(noun)s with %(subjects)s", noun=noun, subjects=subjects)
    rest = "; ".join(_either(labels) for labels in wanted.values())
    return noun + (f" ({rest})" if rest else "")


def _any_of(labels: list[str]) -> str:
    """`camp, club or CTE pathway`: labels inside a sentence."""
    words = [label if label[1:2].isupper() else label[:1].lower() + label[1:] for label in labels]
    return _either([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _either(words: list[str]) -> str:
    """`a`, `a or b`, `a or b or c`."""
    said = words[0] if words else ""
    for word in words[1:]:
        said = _("%(some)s or %(last)s", some=said, last=word)
    return said


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
    people, most = _group(answer, 2), whole.counties_mostly_beyond
    if whole.counties == 1:
        return (_most_of_one(answer) if most else _few_of_one(answer)) % {"people": people}
    number = f"{most:,}" if most else _("none")
    return _most_beyond(answer) % {
        "number": number,
        "counties": f"{whole.counties:,}",
        "people": people,
    }


def _most_beyond(answer: CoverageAnswer) -> str:
    """In how many counties most people are out of reach."""
    if answer.question.how.measure != "nearest":
        return gettext("In %(number)s of %(counties)s counties most %(people)s are in that gap.")
    if answer.question.travel:
        return gettext("In %(number)s of %(counties)s counties most %(people)s live beyond that time.")
    return gettext("In %(number)s of %(counties)s counties most %(people)s live beyond that distance.")


def _most_of_one(answer: CoverageAnswer) -> str:
    """Of the one county that is asked about: most people are out of reach."""
    if answer.question.how.measure != "nearest":
        return gettext("Most %(people)s of the one county asked about are in that gap.")
    if answer.question.travel:
        return gettext("Most %(people)s of the one county asked about live beyond that time.")
    return gettext("Most %(people)s of the one county asked about live beyond that distance.")


def _few_of_one(answer: CoverageAnswer) -> str:
    """Of the one county that is asked about: most people are within reach."""
    if answer.question.how.measure != "nearest":
        return gettext("Fewer than half of the %(people)s of the one county asked about are in that gap.")
    if answer.question.travel:
        return gettext(
            "Fewer than half of the %(people)s of the one county asked about live beyond that time."
        )
    return gettext(
        "Fewer than half of the %(people)s of the one county asked about live beyond that distance."
    )


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

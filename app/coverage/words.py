"""An answer as one paragraph of plain words, to be read out or quoted. Pure."""

from typing import Final

from app.catalog.filters import describe
from app.coverage.measure_words import lacking, minutes, sharing
from app.coverage.more_words import groups_words, preset_words, sure_words
from app.coverage.nouns import NOUNS
from app.coverage.question import CoverageQuestion
from app.coverage.results import AreaGap, CoverageAnswer
from app.coverage.supply import SupplyFacts
from app.coverage.travel_words import travel_words
from app.language import N_, _, gettext, ngettext
from app.settings import MILE_M
from app.vocabulary.codes import STATES

_PLACED: Final = {
    "exact": N_("at its exact point"),
    "street": N_("at its street address"),
    "postal_code": N_("at the center of its ZIP area"),
    "city": N_("at the center of its town"),
    "county": N_("at the center of its county"),
    "state": N_("at the center of its state"),
}
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
        _worst(answer),
        _counties(answer),
        _distances(answer),
        sharing(answer.question),
    ]
    parts += [
        groups_words(answer.groups),
        preset_words(answer),
        _assets(answer.supply, timed=answer.question.travel is not None),
    ]
    parts += [_counted(answer), sure_words(answer), _figures(answer)]
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


def listed(items: list[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(items) == 1:
        return items[0]
    return _("%(some)s and %(last)s", some=", ".join(items[:-1]), last=items[-1])


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
    if answer.question.travel:
        return _(
            "Where the table knows a way, the nearest one is on average %(mean)s away; from %(place)s, %(state)s, it is"
            " %(most)s.",
            mean=minutes(whole.mean_nearest_m),
            place=whole.farthest_name,
            state=whole.farthest_state,
            most=minutes(whole.farthest_m),
        )
    return _(
        "On average the nearest one is %(mean)s away; from %(place)s, %(state)s, it is %(most)s.",
        mean=miles(whole.mean_nearest_m),
        place=whole.farthest_name,
        state=whole.farthest_state,
        most=miles(whole.farthest_m),
    )


def _assets(supply: SupplyFacts, *, timed: bool) -> str:
    """How many assets match, how they are placed, and which of them have no part in distances."""
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


def _counted(answer: CoverageAnswer) -> str:
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


def _figures(answer: CoverageAnswer) -> str:
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
    return f"{text}. {travel_words(answer) or _('Distances are straight lines over the earth, not roads')}{across}."

"""An answer as one paragraph of plain English, to be read out or quoted. Pure."""

from typing import Final

from app.catalog.filters import describe
from app.coverage.measure_words import lacking, minutes, sharing
from app.coverage.more_words import groups_words, preset_words, sure_words
from app.coverage.nouns import NOUNS
from app.coverage.question import CoverageQuestion
from app.coverage.results import AreaGap, CoverageAnswer
from app.coverage.supply import SupplyFacts
from app.coverage.travel_words import travel_words
from app.settings import MILE_M
from app.vocabulary.codes import STATES

_PLACED: Final = {
    "exact": "at its exact point",
    "street": "at its street address",
    "postal_code": "at the center of its ZIP area",
    "city": "at the center of its town",
    "county": "at the center of its county",
    "state": "at the center of its state",
}
_MOST_STATES_NAMED: Final = 6
_WORST_NAMED: Final = 3


def paragraph(answer: CoverageAnswer) -> str:
    """The whole answer in words: how many people, where, how far, which assets, how good the figures are."""
    if not answer.summary.people:
        return f"No {_group(answer, 2)} are counted in {place_words(answer.question)}."
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
        _assets(answer.supply, "time" if answer.question.travel else "distance"),
    ]
    parts += [_counted(answer), sure_words(answer), _figures(answer)]
    return " ".join(part for part in parts if part)


def headline(answer: CoverageAnswer) -> str:
    """The one sentence to quote."""
    whole, where = answer.summary, place_words(answer.question)
    everybody = f"{whole.people:,.0f} {_group(answer, whole.people)}"
    if answer.no_supply:
        none = f"No {_asset(answer.question)} is listed with a known place"
        return f"{none}: none of {everybody} in {where} is known to have one. Not listed is not the same as not there."
    if not whole.people_beyond:
        return f"Nobody in {where} ({everybody}) {_lacking(answer, many=False)}."
    about = "an estimated " if answer.modelled else ""
    number = f"{whole.people_beyond:,.0f}{margin(whole.people_beyond_moe)}"
    who = f"{about}{number} of {everybody} ({percent(whole.share_beyond or 0)})"
    rest = _lacking(answer, many=round(whole.people_beyond) != 1)
    return f"In {where}, {who} {rest}."


def margin(moe: float | None) -> str:
    """` ± 1,200`; empty where the margin is not known."""
    return "" if moe is None else f" ± {moe:,.0f}"


def _lacking(answer: CoverageAnswer, *, many: bool) -> str:
    return lacking(answer.question, _asset(answer.question), answer.found.threshold, many=many)


def place_words(question: CoverageQuestion) -> str:
    """Where the question asks: `New Mexico and Utah`."""
    if not question.states:
        return "the United States"
    if len(question.states) > _MOST_STATES_NAMED:
        return f"{len(question.states)} states"
    return listed(sorted(STATES.label(code).replace("District", "the District") for code in question.states))


def listed(items: list[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def percent(share: float) -> str:
    """A share for people; `0%` is nobody and `100%` everybody."""
    value = 100 * share
    if 0 < value < 0.1:
        return "less than 0.1%"
    if 99.9 < value < 100:
        return "more than 99.9%"
    return f"{value:.0f}%" if value in (0, 100) or 9.95 <= value < 99.5 else f"{value:.1f}%"


def miles(distance_m: float) -> str:
    """`82 miles`, `4.1 miles`."""
    value = distance_m / MILE_M
    number = f"{value:,.0f}" if value >= 9.95 else f"{value:.1f}"
    return f"{number} mile" if number == "1.0" else f"{number} miles"


def _group(answer: CoverageAnswer, number: float) -> str:
    one, many = NOUNS.get(answer.question.group, NOUNS["total"])
    return one if round(number) == 1 else many


def _asset(question: CoverageQuestion) -> str:
    """What counts, as a reader would say it: `camp or club with robotics`; for anything, `STEM asset`."""
    wanted: dict[str, list[str]] = {}
    for name, _, label in describe(question.supply):
        wanted.setdefault(name, []).append(label)
    kinds, subtypes = wanted.pop("kind", []), wanted.pop("subtype", [])
    noun = _any_of(subtypes) or f"STEM {_any_of(kinds) or 'asset'}"
    subjects = _any_of(wanted.pop("discipline", []))
    rest = "; ".join(" or ".join(labels) for labels in wanted.values())
    return noun + (f" with {subjects}" if subjects else "") + (f" ({rest})" if rest else "")


def _any_of(labels: list[str]) -> str:
    """`camp, club or CTE pathway`: labels inside a sentence."""
    words = [label if label[1:2].isupper() else label[:1].lower() + label[1:] for label in labels]
    return " or ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _worst(answer: CoverageAnswer) -> str:
    worst = [area for area in answer.areas[:_WORST_NAMED] if area.people_beyond >= 0.5]
    if not worst or answer.no_supply:
        return ""
    verb = "The largest numbers are" if len(worst) > 1 else "All of them are"
    return f"{verb} in {listed([_area(area, answer.question) for area in worst])}."


def _area(area: AreaGap, question: CoverageQuestion) -> str:
    """`Lyon County, NV (52,509 of 52,688)`."""
    name = area.name if question.areas == "county" else f"{area.geoid} {area.name}"
    whole, beyond = f"{area.people:,.0f}", f"{area.people_beyond:,.0f}"
    return f"{name}, {area.state} ({f'all {whole}' if beyond == whole else f'{beyond} of {whole}'})"


def _counties(answer: CoverageAnswer) -> str:
    whole = answer.summary
    if answer.no_supply or not whole.people_beyond:
        return ""
    many = _group(answer, 2)
    if whole.counties == 1:
        some = "Most" if whole.counties_mostly_beyond else "Fewer than half of the"
        return f"{some} {many} of the one county asked about {_state(answer)}."
    number = f"{whole.counties_mostly_beyond:,}" if whole.counties_mostly_beyond else "none"
    return f"In {number} of {whole.counties:,} counties most {many} {_state(answer)}."


def _state(answer: CoverageAnswer) -> str:
    if answer.question.how.measure != "nearest":
        return "are in that gap"
    return "live beyond that time" if answer.question.travel else "live beyond that distance"


def _distances(answer: CoverageAnswer) -> str:
    whole = answer.summary
    if whole.mean_nearest_m is None or whole.farthest_m is None:
        return ""
    if answer.question.travel:
        return (
            f"Where the table knows a way, the nearest one is on average {minutes(whole.mean_nearest_m)} away; from "
            f"{whole.farthest_name}, {whole.farthest_state}, it is {minutes(whole.farthest_m)}."
        )
    return (
        f"On average the nearest one is {miles(whole.mean_nearest_m)} away; from {whole.farthest_name}, "
        f"{whole.farthest_state}, it is {miles(whole.farthest_m)}."
    )


def _assets(supply: SupplyFacts, what: str) -> str:
    """How many assets match, how they are placed, and which of them have no part in distances."""
    if not supply.matching:
        return "No asset of the inventory matches."
    placed = [f"{number:,} {_PLACED[slug]}" for slug, number in supply.by_precision.items()]
    if len(placed) == 1 and supply.located > 1:
        placed = [f"each {_PLACED[slug]}" for slug in supply.by_precision]
    match = "asset matches" if supply.matching == 1 else "assets match"
    text = f"{supply.matching:,} {match}; {what} is measured to {supply.located:,}"
    text += f" ({listed(placed)})." if placed else "."
    apart = []
    if supply.reaches_everyone:
        apart.append(f"{supply.reaches_everyone:,} that work statewide, nationwide or online")
    if supply.without_point:
        apart.append(f"{supply.without_point:,} without a known place")
    return text + (f" Left out of {what}s: {listed(apart)}." if apart else "")


def _counted(answer: CoverageAnswer) -> str:
    """Assets counted in although they have no place, and those left out because their seats are not known."""
    found = answer.found.weighted
    text = []
    if found.included:
        text.append(f"{found.included:,} of those without a distance count for everybody they serve.")
    if found.without_seats:
        text.append(f"{found.without_seats:,} are left out because their number of seats is not known.")
    return " ".join(text)


def _figures(answer: CoverageAnswer) -> str:
    source = answer.sources[0]
    text = f"Population: {source.publisher}, {source.title}, {source.vintage}, at the points of {answer.figures.points}"
    if answer.modelled:
        text += "; modelled from county shares, not counted, so read them as estimates"
    across = "" if answer.question.supply.state else "; assets across a state line count"
    return (
        f"{text}. {travel_words(answer) or 'Distances are straight lines over the earth, not roads'}{across}."
    )

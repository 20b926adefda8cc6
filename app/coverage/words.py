"""An answer as one paragraph of plain English, to be read out or quoted. Pure."""

from typing import Final

from app.catalog.filters import describe
from app.catalog.units import format_distance
from app.coverage.question import CoverageQuestion
from app.coverage.results import AreaGap, CoverageAnswer
from app.coverage.supply import SupplyFacts
from app.settings import MILE_M
from app.vocabulary.codes import STATES

NOUNS: Final = {
    "total": ("person", "people"),
    "female": ("woman or girl", "women and girls"),
    "male": ("man or boy", "men and boys"),
    "age-5-17": ("person aged 5 to 17", "people aged 5 to 17"),
    "girls-5-17": ("girl aged 5 to 17", "girls aged 5 to 17"),
    "boys-5-17": ("boy aged 5 to 17", "boys aged 5 to 17"),
    "age-under-19": ("person under 19", "people under 19"),
    "hispanic": ("Hispanic person", "Hispanic people"),
    "black": ("Black person", "Black people"),
    "native-american": ("Native American person", "Native American people"),
    "asian": ("Asian person", "Asian people"),
    "pacific-islander": ("Pacific Islander", "Pacific Islanders"),
    "multiracial": ("person of two or more races", "people of two or more races"),
    "white": ("White person", "White people"),
    "white-non-hispanic": ("White non-Hispanic person", "White non-Hispanic people"),
    "black-non-hispanic": ("Black non-Hispanic person", "Black non-Hispanic people"),
    "native-american-non-hispanic": (
        "Native American non-Hispanic person",
        "Native American non-Hispanic people",
    ),
    "asian-non-hispanic": ("Asian non-Hispanic person", "Asian non-Hispanic people"),
    "pacific-islander-non-hispanic": (
        "Pacific Islander non-Hispanic person",
        "Pacific Islander non-Hispanic people",
    ),
    "multiracial-non-hispanic": (
        "non-Hispanic person of two or more races",
        "non-Hispanic people of two or more races",
    ),
    "people-of-color": ("person of color", "people of color"),
    "hispanic-5-17": ("Hispanic child aged 5 to 17", "Hispanic children aged 5 to 17"),
    "black-5-17": ("Black child aged 5 to 17", "Black children aged 5 to 17"),
    "native-american-5-17": ("Native American child aged 5 to 17", "Native American children aged 5 to 17"),
    "asian-5-17": ("Asian child aged 5 to 17", "Asian children aged 5 to 17"),
    "white-non-hispanic-5-17": (
        "White non-Hispanic child aged 5 to 17",
        "White non-Hispanic children aged 5 to 17",
    ),
    "students-of-color": ("student of color", "students of color"),
    "disability-under-18": ("person under 18 with a disability", "people under 18 with a disability"),
    "disability-5-17": ("child aged 5 to 17 with a disability", "children aged 5 to 17 with a disability"),
    "poverty": ("person in poverty", "people in poverty"),
    "poverty-under-18": ("person under 18 in poverty", "people under 18 in poverty"),
    "poverty-5-17": ("child aged 5 to 17 in poverty", "children aged 5 to 17 in poverty"),
    "poverty-6-17": ("child aged 6 to 17 in poverty", "children aged 6 to 17 in poverty"),
    "english-learner-5-17": ("English learner aged 5 to 17", "English learners aged 5 to 17"),
    "no-broadband": ("person without broadband", "people without broadband"),
    "rural": ("rural person", "rural people"),
    "households": ("household", "households"),
    "no-vehicle-households": ("household without a vehicle", "households without a vehicle"),
    "no-internet-households": ("household without internet", "households without internet"),
}
"""One and many of each population group, inside a sentence."""

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
    parts = [headline(answer), _worst(answer), _counties(answer), _distances(answer)]
    return " ".join(part for part in (*parts, _assets(answer.supply), _figures(answer)) if part)


def headline(answer: CoverageAnswer) -> str:
    """The one sentence to quote."""
    whole, where, reach = answer.summary, place_words(answer.question), _reach(answer.question)
    everybody = f"{whole.people:,.0f} {_group(answer, whole.people)}"
    if answer.no_supply:
        none = f"No {_asset(answer.question)} has a known place on the map"
        return f"{none}: everyone counts as beyond reach, {everybody} in {where}."
    if not whole.people_beyond:
        return f"Nobody in {where} ({everybody}) lives more than {reach} from {_nearest(answer.question)}."
    about = "an estimated " if answer.modelled else ""
    live = "lives" if round(whole.people_beyond) == 1 else "live"
    who = f"{about}{whole.people_beyond:,.0f} of {everybody} ({percent(whole.share_beyond or 0)})"
    return f"In {where}, {who} {live} more than {reach} from {_nearest(answer.question)}."


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


def _reach(question: CoverageQuestion) -> str:
    text = format_distance(question.distance_m)
    if text.endswith("mi"):
        return "1 mile" if text == "1mi" else f"{text.removesuffix('mi')} miles"
    return f"{text[:-2]} km" if text.endswith("km") else f"{text[:-1]} m"


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


def _nearest(question: CoverageQuestion) -> str:
    return f"the nearest {_asset(question)}"


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
        return f"{some} {many} of the one county asked about live beyond that distance."
    number = f"{whole.counties_mostly_beyond:,}" if whole.counties_mostly_beyond else "none"
    return f"In {number} of {whole.counties:,} counties most {many} live beyond that distance."


def _distances(answer: CoverageAnswer) -> str:
    whole = answer.summary
    if whole.mean_nearest_m is None or whole.farthest_m is None:
        return ""
    return (
        f"On average the nearest one is {miles(whole.mean_nearest_m)} away; from {whole.farthest_name}, "
        f"{whole.farthest_state}, it is {miles(whole.farthest_m)}."
    )


def _assets(supply: SupplyFacts) -> str:
    """How many assets match, how they are placed, and which of them have no part in distances."""
    if not supply.matching:
        return "No asset of the inventory matches."
    placed = [f"{number:,} {_PLACED[slug]}" for slug, number in supply.by_precision.items()]
    if len(placed) == 1 and supply.located > 1:
        placed = [f"each {_PLACED[slug]}" for slug in supply.by_precision]
    match = "asset matches" if supply.matching == 1 else "assets match"
    text = f"{supply.matching:,} {match}; distance is measured to {supply.located:,}"
    text += f" ({listed(placed)})." if placed else "."
    apart = []
    if supply.reaches_everyone:
        apart.append(f"{supply.reaches_everyone:,} that work statewide, nationwide or online")
    if supply.without_point:
        apart.append(f"{supply.without_point:,} without a known place")
    return text + (f" Left out of distances: {listed(apart)}." if apart else "")


def _figures(answer: CoverageAnswer) -> str:
    source = answer.sources[0]
    text = f"Population: {source.publisher}, {source.title}, {source.vintage}, at the points of {answer.figures.points}"
    if answer.modelled:
        text += "; modelled from county shares, not counted, so read them as estimates"
    across = "" if answer.question.supply.state else "; assets across a state line count"
    return f"{text}. Distances are straight lines over the earth, not roads{across}."

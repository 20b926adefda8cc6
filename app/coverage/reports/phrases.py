"""Short phrases of a report: places, assets, people, distances inside a sentence, in the language of the page. Pure."""

from typing import Final

from app.catalog.filters import describe
from app.coverage.informal import INFORMAL
from app.coverage.measure_words import length, minutes
from app.coverage.near_misses import near_line
from app.coverage.nouns import NOUNS
from app.coverage.official_count import OfficialCount
from app.coverage.presets.judging import CURES
from app.coverage.presets.model import Need
from app.coverage.reports.report import Report
from app.coverage.reports.scope import Scope
from app.language import N_, _, inside, ngettext
from app.vocabulary import assets
from app.vocabulary.codes import STATES
from app.vocabulary.people import GROUPS

_LONG_M: Final = 16_000.0
GRADES: Final = {
    "no data": N_("no data"),
    "not inventoried": N_("not inventoried"), "low": N_("low"), "medium": N_("medium"), "high": N_("high"),
    "unknown": N_("margin not published"),
}  # fmt: skip
"""How sure something is, for readers."""

LACKS: Final = {
    Need.seats: N_("numbers of seats are not known here"),
    Need.rural: N_("the rural-urban classification is not loaded here"),
    Need.poverty: N_("no official poverty figures of counties are loaded here (those above are modelled)"),
    Need.income: N_("median incomes of counties are not loaded here"),
    Need.broadband: N_("figures on broadband are not loaded here"),
    Need.households: N_("households are not loaded here"),
    Need.commuting_zones: N_("it asks about commuting zones, which are not loaded here"),
    Need.density: N_("land areas of counties are not loaded here (sources name those of ZIP areas)"),
    Need.courses: N_("computer science classes of schools are not loaded here"),
    Need.audience: N_("it asks about programs meant for a certain group"),
    Need.container: N_("it cannot be told for these areas"),
}
"""What a definition lacks, for readers: what an operator does about it is in CURES."""


def lacks(why: str) -> str:
    """Why a definition could not be applied, without commands."""
    known = [_(words) for need, words in LACKS.items() if CURES[need] in why]
    return "; ".join(known) if known else _("it cannot be applied to this question")


def method(name: str) -> str:
    """How figures came about: counted, estimated or modelled."""
    return {"counted": _("counted"), "estimated": _("estimated")}.get(name, _("modelled"))


def few(number: int) -> str:
    """`few`, of so many things."""
    return ngettext("few", "few", number)


def zip_sum(group: str, official: OfficialCount | None) -> str:
    """What the people of a county are the sum of, and what its official number is, where that is loaded."""
    said = _("“%(group)s” is the sum of the ZIP areas whose middle lies in the county, not an official count of the "
             "county.", group=_(group))  # fmt: skip
    if official is None:
        return said
    more = _("The official number: %(people)s (%(source)s, %(year)s).", people=f"{official.people:,.0f}",
             source=official.title, year=official.vintage)  # fmt: skip
    return f"{said} {more}"


def miles_digits(report: Report, metres: float | None) -> int:
    """Decimals of a distance in a table: one for short ones, near the line, where it decides, and for minutes."""
    if (
        report.question.travel
        or metres is None
        or metres <= _LONG_M
        or near_line(metres, report.question.distance_m)
    ):
        return 1
    return 0


def one_grade(report: Report, most: int) -> str:
    """How sure the `most` worst areas are, where it is the same of all of them; else empty."""
    grades = {each.confidence for each in report.places[:most] if each.people_beyond >= 0.5}
    return grade(grades.pop()) if len(grades) == 1 else ""


def grade(name: str) -> str:
    """How sure, in the language of the page."""
    return _(GRADES.get(name, name))


def place_name(scope: Scope) -> str:
    """`San Juan County, New Mexico`."""
    if scope.county is None:
        return scope.name
    return f"{scope.name}, {STATES.label(scope.states[0])}"


def asset_noun(report: Report) -> str:
    """What counts, inside a sentence."""
    kinds = [label for name, _slug, label in describe(report.question.supply) if name in ("subtype", "kind")]
    if is_informal(report):
        return _("informal STEM program")
    subtypes = [label for name, _slug, label in describe(report.question.supply) if name == "subtype"]
    named = subtypes or kinds
    if not named:
        return (
            _("STEM program or place that matches")
            if describe(report.question.supply)
            else _("STEM program or place")
        )
    return _(" or ").join(inside(_(label)) for label in named)


def is_informal(report: Report) -> bool:
    """Whether informal programs count, and nothing else narrows them."""
    pairs = sorted(tuple(each.split("=")) for each in INFORMAL.split("&"))
    return sorted((name, slug) for name, slug, _label in describe(report.question.supply)) == pairs


def group_noun(report: Report, number: float) -> str:
    """Whose people, inside a sentence."""
    one, many = NOUNS.get(report.question.group, NOUNS["total"])
    return _(one) if round(number) == 1 else _(many)


def margin(moe: float | None) -> str:
    """` ± 1,200`; empty where it is not known."""
    return "" if moe is None else f" ± {moe:,.0f}"


def by_distance(report: Report) -> bool:
    """Whether a gap is told by the distance alone."""
    return report.question.how.measure == "nearest" and report.question.how.below is None


def distance(report: Report) -> str:
    """`25 miles`, or `30 minutes` by a travel table."""
    travel = report.question.travel
    return minutes(travel.minutes) if travel else _(length(report.question.distance_m))


def measure(report: Report) -> str:
    """What a gap is told by, where it is not the distance alone."""
    return inside(_(report.question.how.method.label))


def question_lines(report: Report) -> list[tuple[str, str]]:
    """What was asked, as label and value."""
    preset = report.question.preset
    return [
        (_("What counts"), _what_counts(report)),
        (_("Within reach"), distance(report)),
        *([(_("Travel table"), str(report.question.travel))] if report.question.travel else []),
        (_("Whose people"), _(GROUPS.label(report.question.group))),
        *([(_("Measure"), _(report.question.how.method.label))] if not by_distance(report) else []),
        *([(_("Definition"), preset)] if preset else []),
    ]  # fmt: skip


def _what_counts(report: Report) -> str:
    wanted: dict[str, list[str]] = {}
    for name, _slug, label in describe(report.question.supply):
        wanted.setdefault(name, []).append(_(label))
    if "subtype" in wanted:
        wanted.pop("kind", None)
    if not wanted:
        return _("Every listed asset")
    return "; ".join(", ".join(labels) for labels in wanted.values())


def type_label(subtype: str) -> str:
    """A type of asset."""
    return _(assets.ALL_SUBTYPES.label(subtype))

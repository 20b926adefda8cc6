"""What a record says in plain words: grades, ages, whom it is for, what it costs. Pure."""

from app.catalog.records.record import Record
from app.language import _
from app.vocabulary import assets, people
from app.vocabulary.codes import STATES
from app.vocabulary.terms import Vocabulary

_APART = ("postsecondary", "adult")


def grades_in_words(grades: list[str]) -> str:
    """`Grades 6–8, College`: runs of grades written as ranges."""
    order = people.GRADES.slugs
    runs: list[list[str]] = []
    for grade in sorted(grades, key=order.index):
        follows = runs and order.index(runs[-1][-1]) + 1 == order.index(grade)
        if follows and grade not in _APART:
            runs[-1].append(grade)
        else:
            runs.append([grade])
    return ", ".join(_run_in_words(run) for run in runs)


def _run_in_words(run: list[str]) -> str:
    if len(run) == 1:
        return people.GRADES.label(run[0])
    grades = f"{run[0]}–{run[-1]}"
    return grades if run[0] in ("PK", "K") else _("Grades %(range)s", range=grades)


def ages_in_words(low: int | None, high: int | None) -> str | None:
    """`8–12`, `18 and older`, `Up to 5`; None where nothing is known."""
    if low is None and high is None:
        return None
    if high is None:
        return _("%(n)s and older", n=low)
    return _("Up to %(n)s", n=high) if low is None else f"{low}–{high}"


def labels(vocabulary: Vocabulary, slugs: list[str]) -> str:
    """The labels of `slugs`, separated by commas."""
    return ", ".join(vocabulary.label(slug) for slug in slugs)


def eligibility_in_words(record: Record) -> str | None:
    """Whom it is for, in one line, or None where nothing is known."""
    ages = ages_in_words(record["min_age"], record["max_age"])
    parts = [
        grades_in_words(record["grades"]),
        f"Ages {ages[0].lower()}{ages[1:]}" if ages else "",
        "Open to everyone" if record["open_to_all"] else "",
        _said("Designed for: ", record["designed_for"]),
        _said("Only for: ", record["restricted_to"]),
    ]
    return ". ".join(part for part in parts if part) or None


def _said(lead: str, audiences: list[str]) -> str:
    return lead + labels(people.AUDIENCES, audiences) if audiences else ""


def fees_in_words(record: Record) -> str | None:
    """What it costs, in one line, or None where nothing is known."""
    parts = [
        assets.COST_BANDS.label(record["cost_band"]) if record["cost_band"] else "",
        f"${record['cost_amount']:,.2f}" if record["cost_amount"] else "",
        "Financial aid is offered" if record["financial_aid"] else "",
        "Participants receive a stipend" if record["stipend"] else "",
    ]
    return ". ".join(part for part in parts if part) or None


def is_free(record: Record) -> bool:
    """Whether it is known to cost nothing."""
    return record["cost_band"] in ("free", "paid-to-participant") or record["cost_amount"] == 0


def description_of(subtype: str, city: str | None, state: str) -> str:
    """What stands in for a description where a standard wants one: `Library in Santa Fe, New Mexico`."""
    place = f"{city}, {STATES.label(state)}" if city else STATES.label(state)
    return f"{assets.ALL_SUBTYPES.label(subtype)} in {place}"

"""`/assets/{id}`: everything that is public about one asset, in plain words."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response

from app.catalog.asset import asset_detail
from app.errors import NotFoundError
from app.routers import templates
from app.routers.asset_words import address_label, cost_in_words, day_in_words, origin_in_words
from app.routers.sessions import ReadSession, today
from app.vocabulary import assets, careers, people
from app.vocabulary.terms import Vocabulary

router = APIRouter()

_LISTS: tuple[tuple[str, str, Vocabulary], ...] = (
    ("disciplines", "Subjects", assets.DISCIPLINES),
    ("designed_for", "Designed for", people.AUDIENCES),
    ("restricted_to", "Only for", people.AUDIENCES),
    ("languages", "Languages", people.LANGUAGES),
    ("seasons", "Season", assets.SEASONS),
    ("times_of_day", "Time of day", assets.TIMES_OF_DAY),
    ("career_clusters", "Career clusters", careers.CLUSTERS),
)
_TERMS: tuple[tuple[str, str, Vocabulary], ...] = (
    ("delivery_mode", "How", assets.DELIVERY_MODES),
    ("reach", "Reach", assets.REACHES),
)
_PLAIN = (
    ("phone", "Phone"),
    ("email", "E-mail"),
    ("schedule", "Schedule"),
    ("seats", "Seats a year"),
)
_DAYS = (("start_date", "Starts"), ("end_date", "Ends"), ("application_deadline", "Apply by"))


def grades_in_words(grades: list[str]) -> str:
    """`Grades 6–8, College`: runs of grades written as ranges."""
    order = people.GRADES.slugs
    runs: list[list[str]] = []
    for grade in sorted(grades, key=order.index):
        if (
            runs
            and order.index(runs[-1][-1]) + 1 == order.index(grade)
            and grade not in ("postsecondary", "adult")
        ):
            runs[-1].append(grade)
        else:
            runs.append([grade])
    return ", ".join(_run_in_words(run) for run in runs)


def _run_in_words(run: list[str]) -> str:
    if len(run) == 1:
        return people.GRADES.label(run[0])
    return f"{'' if run[0] in ('PK', 'K') else 'Grades '}{run[0]}–{run[-1]}"


def _ages_in_words(low: int | None, high: int | None) -> str | None:
    if low is None and high is None:
        return None
    if high is None:
        return f"{low} and older"
    return f"Up to {high}" if low is None else f"{low}–{high}"


def facts_of(fields: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(label, value) of everything known, in the order a reader asks for it."""
    yield from _for_whom(fields)
    yield from _what_and_where(fields)
    for name, label in _PLAIN:
        if fields[name] not in (None, ""):
            yield label, str(fields[name])


def _for_whom(fields: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield from _people_of(fields)
    for name, label, vocabulary in _LISTS:
        if fields[name]:
            yield label, ", ".join(vocabulary.label(slug) for slug in fields[name])


def _what_and_where(fields: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, label, vocabulary in _TERMS:
        if fields[name]:
            yield label, vocabulary.label(fields[name])
    cost = cost_in_words(fields["cost_amount"], fields["cost_band"])
    if cost:
        yield "Cost", cost
    if fields["address"]:
        yield address_label(fields["address"]), fields["address"]
    if fields["postal_code"]:
        yield "ZIP code", fields["postal_code"]
    for name, label in _DAYS:
        if fields[name]:
            yield label, day_in_words(fields[name])


def _people_of(fields: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if fields["grades"]:
        yield "Grades", grades_in_words(fields["grades"])
    if ages := _ages_in_words(fields["min_age"], fields["max_age"]):
        yield "Ages", ages
    if fields["open_to_all"]:
        yield "Who may come", "Everyone is welcome"


@router.get("/assets/{asset_id}")
def asset(asset_id: str, request: Request, session: ReadSession) -> Response:
    """Show one asset; 404 for an id that is none, unknown, or not public."""
    try:
        number = UUID(asset_id)
    except ValueError:
        raise NotFoundError("There is no such asset: its address is a long id, copied whole.") from None
    found = asset_detail(session, number, today=today())
    if found is None:
        raise NotFoundError("This asset is not (or no longer) in the inventory.")
    context = {
        "asset": {"id": found.id, **found.fields},
        "has_point": found.lon is not None,
        "origin": origin_in_words(found.fields),
        "facts": list(facts_of(found.fields)),
        "related": [("Part of it", found.children), ("Nearby", found.nearby)],
    }
    return templates.page(request, "asset.html", context)

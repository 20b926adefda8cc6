"""`/compare` and `/saved`: assets somebody chose, side by side and as a list. The address says which."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter, Request, Response

from app.catalog.asset import AssetDetail, asset_detail
from app.catalog.filters import AssetFilter, parse_filter
from app.catalog.records.words import ages_in_words, grades_in_words
from app.catalog.search import search_rows
from app.errors import BadParameterError
from app.language import N_, _
from app.routers import templates
from app.routers.asset_words import checked_in_words, cost_in_words, day_in_words, town_in_words
from app.routers.schedule_words import schedule_in_words
from app.routers.sessions import ReadSession, ServiceSettings, today
from app.settings import Settings
from app.vocabulary import assets, people
from app.vocabulary.codes import STATES
from app.vocabulary.terms import Vocabulary

router = APIRouter()
_ALWAYS: Final = frozenset(("Cost", "When"))
"""What families ask first: that nobody says it is an answer too."""
_LISTS: Final[Sequence[tuple[str, str, Vocabulary]]] = (
    ("disciplines", N_("Subjects"), assets.DISCIPLINES),
    ("languages", N_("Languages"), people.LANGUAGES),
    ("designed_for", N_("Designed for"), people.AUDIENCES),
    ("restricted_to", N_("Only for"), people.AUDIENCES),
)


@dataclass(frozen=True)
class Line:
    """One fact of every asset compared: its name, and a value for each (None where nothing is said)."""

    label: str
    values: list[str | None]
    always: bool = False
    """Whether it is shown even where nobody says it."""
    alarming: frozenset[int] = frozenset()
    """Which of the values are a warning."""

    @property
    def differs(self) -> bool:
        """Whether this tells them apart."""
        return len(set(self.values)) > 1


def _ids(request: Request, settings: Settings) -> tuple[str, ...]:
    """The ids of the address in its order, each once. Raises BadParameterError for one that is none."""
    parts = [part.strip() for text in request.query_params.getlist("ids") for part in text.split(",")]
    asked = [str(UUID(part)) if _is_id(part) else part for part in dict.fromkeys(filter(None, parts))]
    parse_filter([("ids", ",".join(asked))], settings=settings)
    return tuple(dict.fromkeys(asked))


def _is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


@router.get("/compare")
def compare(request: Request, session: ReadSession, settings: ServiceSettings) -> Response:
    """Show up to `compare_max` assets side by side."""
    ids = _ids(request, settings)
    if len(ids) > settings.compare_max:
        raise BadParameterError(
            f"Up to {settings.compare_max} entries can be compared: leave some of `ids` out.", parameter="ids"
        )
    found = [each for each in (asset_detail(session, UUID(one), today=today()) for one in ids) if each]
    context = {
        "found": [{"id": each.id, **each.fields} for each in found],
        "missing": len(ids) - len(found),
        "lines": [line for line in _lines(found) if line.always or any(line.values)],
        "most": settings.compare_max,
    }
    return templates.page(request, "compare.html", context)


@router.get("/saved")
def saved(request: Request, session: ReadSession, settings: ServiceSettings) -> Response:
    """Show the assets of the address as a list to keep, print, send and compare."""
    ids = _ids(request, settings)
    chosen = AssetFilter(ids=tuple(sorted(ids)), status=tuple(assets.STATUSES))
    rows = search_rows(session, chosen, today=today(), limit=len(ids), sort="name").rows if ids else []
    context = {
        "rows": rows,
        "missing": len(ids) - len(rows),
        "most": settings.compare_max,
        "grades": grades_in_words,
    }
    return templates.page(request, "saved.html", context)


def _lines(found: Sequence[AssetDetail]) -> Iterator[Line]:
    fields = [each.fields for each in found]
    if any(each["status"] != "active" for each in fields):
        yield _standing(fields)
    for label, tell in _FACTS:
        yield Line(_(label), [tell(each) or None for each in fields], label in _ALWAYS)
    for name, label, vocabulary in _LISTS:
        yield Line(_(label), [", ".join(map(vocabulary.label, each[name] or ())) or None for each in fields])


def _standing(fields: Sequence[Mapping[str, Any]]) -> Line:
    """How each stands: what is closed comes before all else."""
    values: list[str | None] = [_(assets.STATUSES.label(each["status"])) for each in fields]
    closed = frozenset(at for at, each in enumerate(fields) if each["status"] != "active")
    return Line(_("Status"), values, always=True, alarming=closed)


def _place(fields: Mapping[str, Any]) -> str:
    if not fields["city"]:
        return fields["county_name"] or STATES.label(fields["state"])
    county = f" ({fields['county_name']})" if fields["county_name"] else ""
    return f"{town_in_words(fields['city'])}, {fields['state']}{county}"


def _run_by(fields: Mapping[str, Any]) -> str | None:
    name: str | None = fields["parent"]["name"] if fields["parent"] else fields["organization_name"]
    return name


def _transport(fields: Mapping[str, Any]) -> str | None:
    given = fields["transport_provided"]
    return None if given is None else (_("Provided") if given else _("Not provided"))


def _days(fields: Mapping[str, Any]) -> str | None:
    start, end = fields["start_date"], fields["end_date"]
    return " – ".join(day_in_words(day) for day in (start, end) if day) or None


def _when(fields: Mapping[str, Any]) -> str | None:
    """Schedule, seasons, times of day and dates in one line."""
    schedule = fields["schedule"]
    parts = (
        schedule_in_words(schedule) if schedule else None,
        *(assets.SEASONS.label(each) for each in fields["seasons"] or ()),
        *(assets.TIMES_OF_DAY.label(each) for each in fields["times_of_day"] or ()),
        _days(fields),
    )
    return ", ".join(filter(None, parts)) or None


def _apply_by(fields: Mapping[str, Any]) -> str | None:
    return day_in_words(fields["application_deadline"]) if fields["application_deadline"] else None


def _delivery(fields: Mapping[str, Any]) -> str | None:
    return assets.DELIVERY_MODES.label(fields["delivery_mode"]) if fields["delivery_mode"] else None


def _checked(fields: Mapping[str, Any]) -> str:
    label = checked_in_words(fields["status"], fields["freshness"], fields["verified_at"])
    if fields["status"] != "active" or not fields["verified_at"]:
        return label
    return f"{label}, {day_in_words(fields['verified_at'])}"


_FACTS: Final = (
    (N_("What it is"), lambda fields: assets.ALL_SUBTYPES.label(fields["subtype"])),
    (N_("Where"), _place),
    (N_("Run by"), _run_by),
    (N_("Cost"), lambda fields: cost_in_words(fields["cost_amount"], fields["cost_band"])),
    (N_("Grades"), lambda fields: grades_in_words(fields["grades"]) if fields["grades"] else None),
    (N_("Ages"), lambda fields: ages_in_words(fields["min_age"], fields["max_age"])),
    (N_("When"), _when),
    (N_("Apply by"), _apply_by),
    (N_("How"), _delivery),
    (N_("Transport"), _transport),
    (N_("Phone"), lambda fields: fields["phone"]),
    (N_("Checked"), _checked),
)  # fmt: skip

"""The form of a gap page: what can be asked, with what is chosen."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, urlencode

from app.catalog.filters import to_pairs as filter_pairs
from app.catalog.units import format_distance
from app.coverage import informal
from app.coverage.demand import FigureSet
from app.coverage.methods import METHODS
from app.coverage.question import OWN_NAMES, CoverageQuestion, to_pairs
from app.coverage.travel.folder import names_of
from app.language import N_, _
from app.maps.breaks import CLASSINGS
from app.maps.classes import views_of
from app.routers.choices import Facet, Option, options_of
from app.routers.gap_asking import Asked
from app.routers.gap_presets import chosen_preset, fields_of, preset_groups
from app.settings import MILE_M, Settings
from app.vocabulary import assets, people
from app.vocabulary.codes import STATES

INFORMAL: Final = informal.INFORMAL
"""Informal STEM programs: those that run outside the school day."""

ENGINEERING: Final = "kind=institution&discipline=engineering" + "".join(
    f"&subtype={slug}" for slug in ("community-college", "university", "tribal-college")
)
"""Colleges that teach engineering."""

EXAMPLES: Final = (
    (N_("A college with engineering"), ENGINEERING),
    (N_("Any informal STEM program"), INFORMAL),
    (N_("A science museum or center"), "kind=institution&subtype=museum&subtype=science-center"),
    (N_("Computing for middle schoolers"), "discipline=computing&band=middle"),
)
FACETS: Final = (
    ("kind", N_("Kind"), assets.KINDS),
    ("subtype", N_("What it is"), assets.ALL_SUBTYPES),
    ("discipline", N_("Subject"), assets.DISCIPLINES),
    ("band", N_("Grades"), people.BAND_LABELS),
    ("audience", N_("Designed for"), people.AUDIENCES),
    ("cost", N_("Cost"), assets.COST_BANDS),
)
AREA_KINDS: Final = {
    "county": N_("Counties"),
    "zip": N_("ZIP areas"),
    "state": N_("States"),
    "tract": N_("Census tracts"),
    "school-district": N_("School districts"),
    "legislative-district": N_("Legislative districts"),
    "custom": N_("Own areas"),
}
_SLIDER_MILES: Final = 100
_SLIDER_MINUTES: Final = 120
_ALWAYS: Final = ("county", "zip", "state")
_IN_FORM: Final = frozenset(
    {*(name for name, _, _ in FACETS), "miles", "distance", "areas", "states", "population", "travel"}
)
_FORM_HOW: Final = frozenset({"measure", "preset", "reference", "groups"})
MEASURES: Final = {slug: each.label for slug, each in METHODS.items()}


@dataclass(frozen=True)
class BoundField:
    """The field for how far people go at most: its name, words, unit, value, and how far it and its slider go."""

    name: str
    label: str
    unit: str
    value: str
    most: int
    slider_most: int


def form_of(
    asked: Asked, groups: Sequence[FigureSet], settings: Settings, listed: Collection[str]
) -> dict[str, object]:
    """Everything the form shows; `listed` are the states of which any asset is."""
    question = asked.question
    preset = chosen_preset(question)
    return {
        "bound": _bound_field(question, settings),
        "second_bound": _bound_field(asked.other or question, settings),
        "travel_tables": names_of(settings.home),
        "area_kinds": [(slug, label) for slug, label in AREA_KINDS.items()
                       if slug in _ALWAYS or slug == question.areas],
        "measures": MEASURES,
        "views": views_of(timed=question.travel is not None),
        "classings": CLASSINGS,
        "groups": groups,
        "group_labels": {each.group: each.label for each in groups},
        "state_options": _state_options(question, settings, listed),
        "other_states": _other_states(question, settings, listed),
        "facets": [
            Facet(name, title, options_of(terms, getattr(question.supply, name)))
            for name, title, terms in FACETS
        ],
        "preset_groups": preset_groups(),
        "preset": preset,
        "preset_fields": fields_of(preset, dict(question.preset_values)) if preset else [],
        "kept": _kept(question),
        "examples": [(label, urlencode(own_pairs(question)) + "&" + query) for label, query in EXAMPLES],
        "second": {"population": "", "preset": "", **dict(asked.second), "travel": _second_table(asked)},
        "comparing": asked.other is not None,
        "reference": (question.how.reference or "total") if question.how.groups else "",
        "second_far": _second_far(asked),
    }  # fmt: skip


def other_kinds(question: CoverageQuestion) -> tuple[str, bool] | None:
    """The same question of informal programs where any kind is asked for, or the other way round, as a query.

    With it whether it asks for any kind. None where something else is asked for.
    """
    own, asked = urlencode(own_pairs(question)), filter_pairs(question.supply)
    if not asked:
        return f"{own}&{INFORMAL}", False
    return (own, True) if sorted(asked) == sorted(parse_qsl(INFORMAL)) else None


def own_pairs(question: CoverageQuestion) -> list[tuple[str, str]]:
    """The parameters of the question itself, without those of its filter."""
    names = {name for name, _ in filter_pairs(question.supply)}
    return [(name, value) for name, value in to_pairs(question) if name in OWN_NAMES or name not in names]


def _kept(question: CoverageQuestion) -> list[tuple[str, str]]:
    """What the address says and no field shows: it goes along unseen."""
    shown = _IN_FORM | _FORM_HOW  # a form names the reference, and that names all groups
    return [
        (name, value) for name, value in to_pairs(question) if name not in shown and not name.startswith("p.")
    ]


def _bound_field(question: CoverageQuestion, settings: Settings) -> BoundField:
    if question.travel:
        most = int(settings.travel_minutes_max)
        return BoundField(
            "minutes", N_("Longer than"), N_("minutes"), _far(question), most, min(most, _SLIDER_MINUTES)
        )
    most = int(settings.radius_max_m // MILE_M)
    return BoundField(
        "miles", N_("Farther than"), N_("miles"), _far(question), most, min(most, _SLIDER_MILES)
    )


def _far(question: CoverageQuestion) -> str:
    return _number(question.travel.minutes if question.travel else question.distance_m / MILE_M)


def _second_far(asked: Asked) -> str:
    given = dict(asked.second).keys() & {"distance", "minutes"}
    return _far(asked.other) if given and asked.other else ""


def _second_table(asked: Asked) -> str:
    """What the second map is measured by, where it says so: a table's name, or straight lines."""
    given = dict(asked.second).get("travel", "")
    return asked.other.travel.name if given and asked.other and asked.other.travel else given


def _state_options(question: CoverageQuestion, settings: Settings, listed: Collection[str]) -> list[Option]:
    """The states with an inventory, those of the front page first."""
    first = frozenset(settings.six_states)
    wanted = first.union(listed)
    options = [each for each in options_of(STATES, question.states) if each.slug in wanted]
    return sorted(options, key=lambda option: option.slug not in first)


def _other_states(question: CoverageQuestion, settings: Settings, listed: Collection[str]) -> list[Option]:
    """The states nothing is listed of."""
    wanted = frozenset(settings.six_states).union(listed)
    return [each for each in options_of(STATES, question.states) if each.slug not in wanted]


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


def distance_words(question: CoverageQuestion) -> str:
    """`25 mi`, or `30 min` by a travel table."""
    if question.travel:
        return _("%(n)s min", n=_far(question))
    return format_distance(question.distance_m).replace("mi", " mi")

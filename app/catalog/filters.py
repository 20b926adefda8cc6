"""The shared filters: one parser for page, API, tiles, exports and coverage. Pure: no database, no clock.

Values of one name are alternatives, names narrow each other. `filter` in this house always means AssetFilter.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, Final

from app.catalog.parameters import FILTER_NAMES, LISTS, SINGLES
from app.catalog.units import format_distance, parse_distance_m
from app.catalog.values import BBox
from app.errors import BadParameterError, UnknownParameterError
from app.language import N_, _, gettext
from app.settings import MILE_M, Settings
from app.vocabulary.alliances import ALLIANCE, states_of_alliances

__all__ = [
    "FILTER_NAMES",
    "AssetFilter",
    "by_states",
    "changed",
    "describe",
    "parse_filter",
    "plus",
    "to_pairs",
    "without",
    "words_of",
]

DEFAULT_WITHIN_M: Final = 25 * MILE_M
Pair = tuple[str, str]


@dataclass(frozen=True)
class AssetFilter:
    """What is asked for. Empty tuples and None ask for nothing; values are canonical (see parse_filter)."""

    kind: tuple[str, ...] = ()
    subtype: tuple[str, ...] = ()
    state: tuple[str, ...] = ()
    county: tuple[str, ...] = ()
    discipline: tuple[str, ...] = ()
    grade: tuple[str, ...] = ()
    band: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    cost: tuple[str, ...] = ()
    delivery: tuple[str, ...] = ()
    season: tuple[str, ...] = ()
    time_of_day: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    cluster: tuple[str, ...] = ()
    cip: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    freshness: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    upload: tuple[str, ...] = ()
    q: str | None = None
    bbox: BBox | None = None
    near: str | None = None
    within_m: float | None = None
    verified_since: date | None = None
    open_on: date | None = None
    free: bool | None = None
    transport: bool | None = None
    area: str | None = None
    source: str | None = None
    modified_after: datetime | None = None


def parse_filter(pairs: Iterable[Pair], *, settings: Settings, also: Collection[str] = ()) -> AssetFilter:
    """The filter that query `pairs` ask for.

    `also` names parameters the caller reads itself; they are passed over. Empty values are passed over too,
    as a form sends them. Raises UnknownParameterError for another name and BadParameterError for a value
    that is not understood, both listing what is accepted.
    """
    found: dict[str, set[str]] = {}
    single: dict[str, Any] = {}
    for name, text in by_states(pairs, "state", settings):
        if name in also:
            continue
        if name not in LISTS and name not in SINGLES:
            raise UnknownParameterError(
                f"There is no parameter `{name[:80]}` here.",
                parameter=name[:80],
                accepted=sorted({*FILTER_NAMES, *also}),
            )
        if not text.strip():
            continue
        if name in LISTS:
            found.setdefault(name, set()).update(_read_list(name, text))
        else:
            _read_single(name, text, single, settings)
    lists = {name: LISTS[name].canonical(chosen) for name, chosen in found.items()}
    return _with_distance(changed(AssetFilter(), lists | single), settings)


def by_states(pairs: Iterable[Pair], name: str, settings: Settings) -> list[Pair]:
    """The pairs with the states of each `alliance` in its place, by `name`.

    Raises BadParameterError for an alliance that is none, or beside states that are given as well.
    """
    given = list(pairs)
    allied = [text for each, text in given if each == ALLIANCE and text.strip()]
    if not allied:
        return [pair for pair in given if pair[0] != ALLIANCE]
    states = states_of_alliances(",".join(allied), settings)
    if any(each == name and text.strip() for each, text in given):
        raise BadParameterError(
            f"`{ALLIANCE}` stands for {', '.join(states)}: give it, or `{name}`.", parameter=ALLIANCE
        )
    return [*(pair for pair in given if pair[0] != ALLIANCE), (name, ",".join(states))]


def _read_list(name: str, text: str) -> set[str]:
    return {LISTS[name].read(name, part) for part in text.split(",") if part.strip()}


def _read_single(name: str, text: str, single: dict[str, Any], settings: Settings) -> None:
    parameter = SINGLES[name]
    value = parameter.read(name, text)
    if name == "within":
        value = parse_distance_m(value, max_m=settings.radius_max_m)
    if name in ("q", "near") and len(value) > settings.search_text_max:
        raise BadParameterError(
            f"`{name}` may have {settings.search_text_max} characters at most.", parameter=name
        )
    if single.get(parameter.field, value) != value:
        raise BadParameterError(
            f"`{name}` is given twice with different values: give it once.", parameter=name
        )
    single[parameter.field] = value


def _with_distance(chosen: AssetFilter, settings: Settings) -> AssetFilter:
    if chosen.within_m is not None and chosen.near is None:
        raise BadParameterError("`within` needs a place to measure from: add near=, for example near=87501.",
                                parameter="within")  # fmt: skip
    if chosen.near is not None and chosen.within_m is None:
        return replace(chosen, within_m=min(DEFAULT_WITHIN_M, settings.radius_max_m))
    return chosen


def to_pairs(chosen: AssetFilter) -> list[Pair]:
    """Query pairs in one canonical order; parse_filter reads them back as the same filter."""
    pairs = [(name, value) for name in LISTS for value in getattr(chosen, name)]
    return pairs + [
        (name, _text(name, value))
        for name, parameter in SINGLES.items()
        if (value := getattr(chosen, parameter.field)) is not None
    ]


def _text(name: str, value: Any) -> str:
    if name == "within":
        return format_distance(value)
    if name == "bbox":
        return ",".join(_degrees(number) for number in value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else str(value)


def _degrees(value: float) -> str:
    """A plain decimal without exponent that reads back as `value`."""
    return f"{value:.9f}".rstrip("0").rstrip(".")


def changed(chosen: AssetFilter, values: Mapping[str, Any]) -> AssetFilter:
    """`chosen` with other `values`, by field name; they must be canonical."""
    return replace(chosen, **values)


def without(chosen: AssetFilter, name: str, value: str | None = None) -> AssetFilter:
    """`chosen` less one `value` of `name`, or less all of `name`; `within` goes with `near`."""
    if name in LISTS and value is not None:
        return changed(chosen, {name: tuple(each for each in getattr(chosen, name) if each != value)})
    if name in LISTS:
        return changed(chosen, {name: ()})
    if name in ("near", "within"):
        return replace(chosen, near=None, within_m=None)
    return changed(chosen, {SINGLES[name].field: None})


def plus(chosen: AssetFilter, name: str, value: str) -> AssetFilter:
    """`chosen` with `value` added to the list filter `name`."""
    parameter = LISTS[name]
    return changed(chosen, {name: parameter.canonical({*getattr(chosen, name), parameter.read(name, value)})})


def describe(chosen: AssetFilter) -> list[tuple[str, str, str]]:
    """What `chosen` asks for in words: (name, value, label) of each part, ready for `without`."""
    parts = [(name, value, LISTS[name].label(value)) for name in LISTS for value in getattr(chosen, name)]
    singles = [(name, text) for name, text in to_pairs(chosen) if name in SINGLES and name != "within"]
    return parts + [(name, text, _words(chosen, name, text)) for name, text in singles]


def words_of(chosen: AssetFilter, name: str, value: str) -> str:
    """What the part `name`=`value` of `chosen` asks for, in words."""
    return LISTS[name].label(value) if name in LISTS else _words(chosen, name, value)


def _words(chosen: AssetFilter, name: str, text: str) -> str:
    if name == "near":
        return _(
            "Within %(distance)s of %(place)s",
            distance=_distance_words(chosen.within_m or DEFAULT_WITHIN_M),
            place=text,
        )
    if name in ("free", "transport"):
        return gettext(_FLAG_WORDS[name, text == "true"])
    return gettext(_SINGLE_WORDS[name]).format(text)


def _distance_words(length_m: float) -> str:
    text = format_distance(length_m)
    if text == "1mi":
        return _("1 mile")
    if text.endswith("mi"):
        return _("%(n)s miles", n=text.removesuffix("mi"))
    unit = "km" if text.endswith("km") else "m"
    return f"{text.removesuffix(unit)} {unit}"


_FLAG_WORDS: Final = {
    ("free", True): N_("Free of charge, or pays you"),
    ("free", False): N_("Costs something"),
    ("transport", True): N_("Transport provided"),
    ("transport", False): N_("No transport"),
}
_SINGLE_WORDS: Final = {
    "q": "“{}”",
    "bbox": N_("In the map’s area"),
    "verified_since": N_("Verified since {}"),
    "open_on": N_("Open on {}"),
    "area": N_("In {}"),
    "source": N_("From {}"),
    "modified_after": N_("Changed after {}"),
}

"""What a coverage question asks: areas, states, distance, people, and which assets count. Pure.

`states` are the areas asked about; `state` is one of the shared filters on the assets. State lines do not
stop people, so assets of other states count unless `state` says otherwise.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Final, Literal, cast

from app.catalog.filters import FILTER_NAMES, AssetFilter, by_states, parse_filter
from app.catalog.filters import to_pairs as filter_pairs
from app.catalog.units import format_distance, parse_distance_m
from app.coverage.asked import Pair, contradiction, one_of, single
from app.coverage.measuring import HOW_NAMES, Measuring, measuring_pairs, parse_measuring
from app.coverage.preset_asked import PRESET_PREFIX, preset_named, preset_values
from app.coverage.travel.asked import (
    TRAVEL_NAMES,
    Travel,
    minutes_text,
    parse_travel,
    without_minutes,
)
from app.errors import BadParameterError, UnknownParameterError
from app.settings import MILE_M, Settings
from app.vocabulary.codes import STATES, state_of
from app.vocabulary.people import GROUPS

AreaKind = Literal["county", "zip", "tract", "state", "school-district", "legislative-district", "custom"]
AREAS: Final[tuple[AreaKind, ...]] = (
    "county", "zip", "tract", "state", "school-district", "legislative-district", "custom",
)  # fmt: skip
COUNTRY: Final = "US"
"""The value of `states` that asks about every state and territory."""
DEFAULT_DISTANCE_M: Final = 25 * MILE_M
PLAIN_NAMES: Final = ("areas", "states", "distance", "population")
OWN_NAMES: Final = (*PLAIN_NAMES, *TRAVEL_NAMES, *HOW_NAMES, "preset")
QUESTION_NAMES: Final = (*OWN_NAMES, *FILTER_NAMES)


@dataclass(frozen=True)
class CoverageQuestion:
    """Who in `states` (none: the whole country) lives farther than `distance_m` from any asset of `supply`?

    `areas` is how people are grouped in the answer, `group` whose people are counted (see GROUPS). `preset` is the id
    of a published definition to apply as well, with those of its numbers that are not as published. With `travel`
    people go so many minutes by a table, and `distance_m` is only what is farther than any of them can be.
    """

    areas: AreaKind = "county"
    states: tuple[str, ...] = ()
    distance_m: float = DEFAULT_DISTANCE_M
    group: str = "total"
    supply: AssetFilter = field(default_factory=AssetFilter)
    how: Measuring = field(default_factory=Measuring)
    preset: str | None = None
    preset_values: tuple[tuple[str, float], ...] = ()
    travel: Travel | None = None

    @property
    def bound(self) -> float:
        """How far people go at most: metres, or the minutes of `travel`."""
        return self.travel.minutes if self.travel else self.distance_m


def parse_question(
    pairs: Iterable[Pair], settings: Settings, *, also: Collection[str] = ()
) -> CoverageQuestion:
    """The question that query `pairs` ask; `also` names parameters the caller reads itself.

    Raises UnknownParameterError and BadParameterError, both saying what is accepted.
    """
    pairs = by_states(pairs, "states", settings)
    travel, pairs = parse_travel(pairs, settings), without_minutes(pairs)
    _refuse_unknown((name for name, _ in pairs), also)
    areas = single(pairs, "areas") or "county"
    distance = single(pairs, "distance")
    group = single(pairs, "population") or "total"
    preset = preset_named(single(pairs, "preset"))
    own = [name for name, _ in pairs if name.startswith(PRESET_PREFIX)]
    return CoverageQuestion(
        areas=cast("AreaKind", one_of("areas", areas.lower(), AREAS)),
        states=_states(pairs, settings),
        distance_m=travel.farthest_m if travel else _distance_m(distance, settings),
        group=one_of("population", group.lower(), GROUPS.slugs),
        supply=parse_filter(pairs, settings=settings, also=(*OWN_NAMES, *own, *also)),
        how=_how(pairs, settings, travel),
        preset=preset.id if preset else None,
        preset_values=preset_values(pairs, own, preset),
        travel=travel,
    )


def _how(pairs: list[Pair], settings: Settings, travel: Travel | None) -> Measuring:
    """How access is measured. Raises BadParameterError for lengths that have no part in travel times."""
    if travel:
        for name in ("circuity", "rural_distance", "preset"):
            text = single(pairs, name)
            if text and not (name == "circuity" and text in ("1", "1.0")):
                raise contradiction(
                    name, f"`{name}` is about distances in miles: leave it out with `travel`."
                )
    return parse_measuring(pairs, settings)


def _refuse_unknown(names: Iterable[str], also: Collection[str]) -> None:
    known = {*QUESTION_NAMES, *also}
    for name in names:
        if name not in known and not name.startswith(PRESET_PREFIX):
            raise UnknownParameterError(
                f"There is no parameter `{name[:80]}` here.", parameter=name[:80], accepted=sorted(known)
            )


def _distance_m(text: str | None, settings: Settings) -> float:
    if text is None:
        return min(DEFAULT_DISTANCE_M, settings.radius_max_m)
    return parse_distance_m(text, parameter="distance", max_m=settings.radius_max_m)


def _states(pairs: list[Pair], settings: Settings) -> tuple[str, ...]:
    """Postal codes in alphabetical order; none for the whole country."""
    texts = [
        part.strip() for name, text in pairs if name == "states" for part in text.split(",") if part.strip()
    ]
    if not texts:
        return tuple(sorted(settings.six_states))
    if any(text.upper() == COUNTRY for text in texts):
        return ()
    return tuple(sorted({_state(text) for text in texts}))


def _state(text: str) -> str:
    code = state_of(text)
    if code is None:
        raise BadParameterError(
            f"`{text[:80]}` is not a state or territory of the United States.",
            parameter="states",
            accepted=(COUNTRY, *STATES.slugs),
        )
    return code


def distance_text(question: CoverageQuestion) -> str:
    """`25mi`, or `30min` by a travel table: as parse_question reads it."""
    if question.travel:
        return minutes_text(question.travel.minutes)
    return format_distance(question.distance_m)


def to_pairs(question: CoverageQuestion) -> list[Pair]:
    """Query pairs in one canonical order; parse_question reads them back as the same question."""
    own = [
        ("areas", question.areas),
        ("states", ",".join(question.states) or COUNTRY),
        ("distance", distance_text(question)),
        ("population", question.group),
    ]
    own += [("travel", str(question.travel))] if question.travel else []
    own += measuring_pairs(question.how)
    own += [("preset", question.preset)] if question.preset else []
    own += [(f"{PRESET_PREFIX}{name}", repr(value)) for name, value in question.preset_values]
    return own + filter_pairs(question.supply)

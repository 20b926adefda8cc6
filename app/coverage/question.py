"""What a coverage question asks: areas, states, distance, people, and which assets count. Pure.

`states` are the areas asked about; `state` is one of the shared filters on the assets. State lines do not
stop people, so assets of other states count unless `state` says otherwise.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any, Final, Literal, cast

from app.catalog.filters import FILTER_NAMES, AssetFilter, parse_filter
from app.catalog.filters import to_pairs as filter_pairs
from app.catalog.parameters import openapi_parameters as filter_parameters
from app.catalog.units import format_distance, parse_distance_m
from app.errors import BadParameterError, UnknownParameterError
from app.settings import MILE_M, Settings
from app.vocabulary.codes import STATES, state_of
from app.vocabulary.people import GROUPS

AreaKind = Literal["zip", "county"]
AREAS: Final = ("county", "zip")
COUNTRY: Final = "US"
"""The value of `states` that asks about every state and territory."""
DEFAULT_DISTANCE_M: Final = 25 * MILE_M
OWN_NAMES: Final = ("areas", "states", "distance", "population")
QUESTION_NAMES: Final = (*OWN_NAMES, *FILTER_NAMES)
_Pair = tuple[str, str]


@dataclass(frozen=True)
class CoverageQuestion:
    """Who in `states` (none: the whole country) lives farther than `distance_m` from any asset of `supply`?

    `areas` is how people are grouped in the answer, `group` whose people are counted (see GROUPS).
    """

    areas: AreaKind = "county"
    states: tuple[str, ...] = ()
    distance_m: float = DEFAULT_DISTANCE_M
    group: str = "total"
    supply: AssetFilter = field(default_factory=AssetFilter)


def parse_question(
    pairs: Iterable[_Pair], settings: Settings, *, also: Collection[str] = ()
) -> CoverageQuestion:
    """The question that query `pairs` ask; `also` names parameters the caller reads itself.

    Raises UnknownParameterError and BadParameterError, both saying what is accepted.
    """
    pairs = list(pairs)
    _refuse_unknown((name for name, _ in pairs), also)
    areas = _single(pairs, "areas") or "county"
    distance = _single(pairs, "distance")
    group = _single(pairs, "population") or "total"
    return CoverageQuestion(
        areas=cast("AreaKind", _one_of("areas", areas.lower(), AREAS)),
        states=_states(pairs, settings),
        distance_m=_distance_m(distance, settings),
        group=_one_of("population", group.lower(), GROUPS.slugs),
        supply=parse_filter(pairs, settings=settings, also=(*OWN_NAMES, *also)),
    )


def _refuse_unknown(names: Iterable[str], also: Collection[str]) -> None:
    known = {*QUESTION_NAMES, *also}
    for name in names:
        if name not in known:
            raise UnknownParameterError(
                f"There is no parameter `{name[:80]}` here.", parameter=name[:80], accepted=sorted(known)
            )


def _single(pairs: list[_Pair], name: str) -> str | None:
    values = {text.strip() for each, text in pairs if each == name and text.strip()}
    if len(values) > 1:
        raise BadParameterError(
            f"`{name}` is given twice with different values: give it once.", parameter=name
        )
    return values.pop() if values else None


def _one_of(name: str, value: str, accepted: tuple[str, ...]) -> str:
    if value not in accepted:
        raise BadParameterError(
            f"`{value[:80]}` is not known for `{name}`.", parameter=name, accepted=accepted
        )
    return value


def _distance_m(text: str | None, settings: Settings) -> float:
    if text is None:
        return min(DEFAULT_DISTANCE_M, settings.radius_max_m)
    return parse_distance_m(text, parameter="distance", max_m=settings.radius_max_m)


def _states(pairs: list[_Pair], settings: Settings) -> tuple[str, ...]:
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


def to_pairs(question: CoverageQuestion) -> list[_Pair]:
    """Query pairs in one canonical order; parse_question reads them back as the same question."""
    own = [
        ("areas", question.areas),
        ("states", ",".join(question.states) or COUNTRY),
        ("distance", format_distance(question.distance_m)),
        ("population", question.group),
    ]
    return own + filter_pairs(question.supply)


def openapi_parameters() -> list[dict[str, Any]]:
    """Every parameter of a question as OpenAPI parameter objects: its own, then the shared filters."""
    areas = {"type": "string", "enum": list(AREAS), "default": "county"}
    states = {"type": "array", "items": {"type": "string", "enum": [COUNTRY, *STATES]}}
    own = (
        ("areas", "Areas of the answer.", areas, "county"),
        ("states", "States asked about, by postal code; `US` for all. Assets across a state line count too.",
         states, ["NM", "UT"]),
        ("distance", "People farther than this from every matching asset are counted; with unit (mi, km, m).",
         {"type": "string", "default": "25mi"}, "25mi"),
        ("population", "Whose people are counted; /api/v1/coverage/groups lists the groups with figures.",
         {"type": "string", "enum": list(GROUPS), "default": "total"}, "total"),
    )  # fmt: skip
    described = [
        {
            "name": name,
            "in": "query",
            "required": False,
            "description": text,
            "schema": schema,
            "example": example,
        }
        for name, text, schema, example in own
    ]
    return described + filter_parameters()

"""How access is measured: the parameters of a question beyond distance and people. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from app.catalog.units import format_distance, parse_distance_m
from app.coverage.asked import Pair, contradiction, number, one_of, several, single
from app.coverage.methods import DECAYS, METHODS, Method
from app.settings import Settings
from app.vocabulary.people import GROUPS

HOW_NAMES: Final = (
    "measure", "decay", "weight", "circuity", "rural_distance", "below", "reference", "include", "broadband_min",
    "groups",
)  # fmt: skip
WIDE: Final = ("statewide", "national", "virtual")
WEIGHTS: Final = ("one", "seats")
ALL: Final = "all"
CIRCUITY_MAX: Final = 5.0
"""No road network is five times as long as the straight line on average."""
_BELOW_MAX: Final = 1e9
_RURAL: Final = ("nearest", "count", "seats")
_WITH_WIDE: Final = ("nearest", "count")


@dataclass(frozen=True)
class Below:
    """Where a gap begins: a number in the measure's unit, or a share of what the mean person has."""

    value: float
    of_mean: bool = False

    def __str__(self) -> str:
        return f"{100 * self.value:g}%" if self.of_mean else f"{self.value!r}"


@dataclass(frozen=True)
class Measuring:
    """The measure and its parameters. `decay` is empty for a measure that has none; `groups` () compares none."""

    measure: str = "nearest"
    decay: str = ""
    weight: str = "one"
    circuity: float = 1.0
    rural_distance_m: float | None = None
    below: Below | None = None
    reference: str | None = None
    include: tuple[str, ...] = ()
    broadband_min: float | None = None
    groups: tuple[str, ...] = ()

    @property
    def method(self) -> Method:
        """What is measured, with its source."""
        return METHODS[self.measure]

    @property
    def by_seats(self) -> bool:
        """Whether assets count by their seats."""
        return self.weight == "seats" or self.measure == "seats"


def parse_measuring(pairs: Sequence[Pair], settings: Settings) -> Measuring:
    """What `pairs` ask for. Raises BadParameterError for what is not known and for what does not go together."""
    measure = one_of("measure", (single(pairs, "measure") or "nearest").lower(), tuple(METHODS))
    weight = single(pairs, "weight")
    below, circuity = single(pairs, "below"), single(pairs, "circuity")
    rural, broadband = single(pairs, "rural_distance"), single(pairs, "broadband_min")
    reference = single(pairs, "reference")
    how = Measuring(
        measure=measure,
        decay=_decay(METHODS[measure], single(pairs, "decay")),
        weight=one_of("weight", (weight or ("seats" if measure == "seats" else "one")).lower(), WEIGHTS),
        circuity=number("circuity", circuity, 1.0, CIRCUITY_MAX)[0] if circuity else 1.0,
        rural_distance_m=_distance(rural, settings) if rural else None,
        below=Below(*number("below", below, 0.0, _BELOW_MAX, percent=True)) if below else None,
        reference=one_of("reference", reference.lower(), GROUPS.slugs) if reference else None,
        include=_in_order(
            [one_of("include", each.lower(), WIDE) for each in several(pairs, "include")], WIDE
        ),
        broadband_min=_share("broadband_min", broadband) if broadband else None,
        groups=_groups(several(pairs, "groups")),
    )
    _check(how)
    return how


def _decay(method: Method, text: str | None) -> str:
    if text is None:
        return method.decays[0] if method.decays else ""
    name = one_of("decay", text.lower(), DECAYS)
    if name not in method.decays:
        can = f"takes {', '.join(method.decays)}" if method.decays else "has no decay"
        raise contradiction("decay", f"The measure `{method.slug}` {can}: `{name}` does not go with it.")
    return name


def _distance(text: str, settings: Settings) -> float:
    return parse_distance_m(text, parameter="rural_distance", max_m=settings.radius_max_m)


def _share(name: str, text: str) -> float:
    value, is_percent = number(name, text, 0.0, 1.0, percent=True)
    return round(value, 9) if is_percent else value


def _groups(slugs: list[str]) -> tuple[str, ...]:
    lowered = [slug.lower() for slug in slugs]
    if ALL in lowered:
        return (ALL,)
    return _in_order([one_of("groups", slug, (ALL, *GROUPS.slugs)) for slug in lowered], GROUPS.slugs)


def _in_order(chosen: Sequence[str], order: Sequence[str]) -> tuple[str, ...]:
    return tuple(slug for slug in order if slug in chosen)


def _check(how: Measuring) -> None:
    """Raise BadParameterError for parameters that contradict each other."""
    if how.measure == "seats" and how.weight == "one":
        raise contradiction("weight", "`measure=seats` counts seats: leave `weight` out.")
    if how.below and how.measure == "nearest":
        raise contradiction("below", "The threshold of `measure=nearest` is its `distance`.")
    if how.rural_distance_m is not None and how.measure not in _RURAL:
        raise contradiction("rural_distance", f"`rural_distance` goes with the measures {', '.join(_RURAL)}.")
    if how.include and how.measure not in _WITH_WIDE:
        raise contradiction("include", f"`include` goes with the measures {', '.join(_WITH_WIDE)}.")  # fmt: skip
    if how.broadband_min is not None and "virtual" not in how.include:
        raise contradiction("broadband_min", "`broadband_min` goes with `include=virtual`.")
    if how.reference is not None and not how.groups:
        raise contradiction("reference", "`reference` goes with `groups`, which it is compared with.")


def measuring_pairs(how: Measuring) -> list[Pair]:
    """Query pairs of all that is not as it is without being asked for."""
    plain = Measuring(measure=how.measure, decay=_decay(how.method, None))
    texts = {
        "measure": how.measure if how.measure != "nearest" else None,
        "decay": how.decay if how.decay != plain.decay else None,
        "weight": how.weight if how.weight != "one" and how.measure != "seats" else None,
        "circuity": f"{how.circuity!r}" if how.circuity != 1 else None,
        "rural_distance": None if how.rural_distance_m is None else format_distance(how.rural_distance_m),
        "below": None if how.below is None else str(how.below),
        "reference": how.reference,
        "include": ",".join(how.include) or None,
        "broadband_min": None if how.broadband_min is None else f"{how.broadband_min!r}",
        "groups": ",".join(how.groups) or None,
    }
    return [(name, text) for name, text in texts.items() if text is not None]


def measuring_record(how: Measuring) -> dict[str, Any]:
    """What was asked beyond distance and people, as JSON has it; empty for the plain question."""
    return dict(measuring_pairs(how))


def how_described() -> list[tuple[str, str, dict[str, Any], Any]]:
    """Name, description, schema and example of each parameter, for OpenAPI."""
    text: dict[str, Any] = {"type": "string"}
    return [
        ("measure", "What is measured; /docs explains each. `nearest` asks who is beyond the distance.",
         {"type": "string", "enum": list(METHODS), "default": "nearest"}, "count"),
        ("decay", "How an asset counts less the farther it is (measures with a catchment, and gravity).",
         {"type": "string", "enum": list(DECAYS)}, "dai"),
        ("weight", ("What an asset counts: `one`, or its `seats`; without known seats it is left out and "
         "counted."), {"type": "string", "enum": list(WEIGHTS), "default": "one"}, "one"),
        ("circuity", "How much longer than straight lines the roads are: distances are multiplied by it.",
         {"type": "number", "minimum": 1, "maximum": CIRCUITY_MAX, "default": 1}, 1.3),
        ("rural_distance", "The distance for people of nonmetropolitan counties (RUCC 4 and over).", text, "40mi"),
        ("below", ("Where a gap begins, for all measures but `nearest`: a number, or a share of the mean person's. "
         "Without it, a gap is to have nothing."), text, "50%"),
        ("reference", "The group others are compared with.", {"type": "string", "enum": list(GROUPS)}, "total"),
        ("include", "Assets without a place that count for all they serve: `statewide`, `national`, `virtual`.",
         {"type": "array", "items": {"type": "string", "enum": list(WIDE)}}, ["statewide"]),
        ("broadband_min", "Virtual assets count in counties where so many households have broadband.", text,
         "60%"),
        ("groups", "Population groups to compare, or `all`: a block `groups` is added to the answer.",
         {"type": "array", "items": {"type": "string", "enum": [ALL, *GROUPS]}}, ["hispanic"]),
    ]  # fmt: skip

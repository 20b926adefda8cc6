"""What a study asks: the question of who is out of reach, and what is to be done about it. Pure.

A study is read from a JSON object (`parse_study`) and written back as one with every default filled in
(`parameters`), which reads back as the same study.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, cast

from app.catalog.filters import FILTER_NAMES, AssetFilter
from app.catalog.filters import to_pairs as filter_pairs
from app.catalog.units import format_distance
from app.coverage.asked import contradiction
from app.coverage.measuring import Measuring
from app.coverage.question import COUNTRY, AreaKind, CoverageQuestion, parse_question
from app.coverage.studies.groups import Weights, parse_weights
from app.coverage.studies.parts import (
    AGREEMENT_NAMES,
    CHANGE_NAMES,
    HOTSPOT_NAMES,
    SITING_NAMES,
    AgreementAsked,
    ChangeAsked,
    HotspotsAsked,
    SitingAsked,
    parse_agreement,
    parse_change,
    parse_hotspots,
    parse_siting,
)
from app.coverage.travel.asked import Travel, minutes_text
from app.errors import BadParameterError, UnknownParameterError
from app.settings import Settings
from app.vocabulary.people import GROUPS

STUDY_AREAS: Final = ("county", "zip", "state")
STUDY_KINDS: Final = ("coverage", "agreement", "siting", "what-if", "hotspots")
PLAIN: Final = ("areas", "states", "distance", "travel", "minutes", "circuity", "population")
_OWN: Final[Mapping[str, tuple[str, ...]]] = {
    "coverage": (),
    "agreement": AGREEMENT_NAMES,
    "siting": SITING_NAMES,
    "what-if": CHANGE_NAMES,
    "hotspots": HOTSPOT_NAMES,
}


@dataclass(frozen=True)
class Study:
    """Who in `states` (none: the whole country) is farther than `distance_m` from any of `supply`, by `areas`.

    Straight lines are `circuity` times as long; with `travel` the bound is in minutes.

    `weights`: groups whose people are counted, and how much one person of each counts where sites are chosen. Of
    `siting`, `change`, `hotspots` and `agreement` the one that belongs to `kind` matters.
    """

    kind: str
    areas: str = "county"
    states: tuple[str, ...] = ()
    distance_m: float = 0.0
    circuity: float = 1.0
    travel: Travel | None = None
    weights: Weights = (("total", 1.0),)
    supply: AssetFilter = field(default_factory=AssetFilter)
    siting: SitingAsked = field(default_factory=SitingAsked)
    change: ChangeAsked = field(default_factory=ChangeAsked)
    hotspots: HotspotsAsked = field(default_factory=HotspotsAsked)
    agreement: AgreementAsked = field(default_factory=AgreementAsked)

    @property
    def bound(self) -> float:
        """How far people go at most: metres, or the minutes of `travel`."""
        return self.travel.minutes if self.travel else self.distance_m

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups whose people are counted."""
        return tuple(group for group, _ in self.weights)

    def question(self) -> CoverageQuestion:
        """The plain question, about the first group."""
        areas = cast("AreaKind", self.areas)
        how = Measuring(circuity=self.circuity)
        return CoverageQuestion(areas, self.states, self.distance_m, self.groups[0], self.supply, how)

    def parameters(self) -> dict[str, Any]:
        """The study as a JSON object, every default written out; `parse_study` reads it back."""
        said: dict[str, Any] = {
            "areas": self.areas,
            "states": list(self.states) or [COUNTRY],
            "distance": minutes_text(self.travel.minutes)
            if self.travel
            else format_distance(self.distance_m),
            "population": dict(self.weights),
        }
        said |= {"travel": str(self.travel)} if self.travel else {}
        said |= {"circuity": self.circuity} if self.circuity != 1 else {}
        for name, value in filter_pairs(self.supply):
            said.setdefault(name, []).append(value)
        parts: dict[str, Any] = {"siting": self.siting, "what-if": self.change, "hotspots": self.hotspots}
        parts["agreement"] = self.agreement
        part = parts.get(self.kind)
        return said | (part.parameters() if part else {})

    def described(self) -> dict[str, Any]:
        """What was asked, for whoever reads the answer."""
        labels = {group: GROUPS.label(group) for group in self.groups}
        bound = {"minutes" if self.travel else "distance_m": self.bound}
        return {"kind": self.kind, **self.parameters(), **bound, "labels": labels}


def accepted_names(kind: str) -> tuple[str, ...]:
    """The names that the JSON object of a study of `kind` may have."""
    return (*PLAIN, *_OWN[kind], *FILTER_NAMES)


def parse_study(kind: str, given: Mapping[str, Any], settings: Settings) -> Study:
    """The study that `given` asks. Raises UnknownParameterError and BadParameterError, saying what is accepted."""
    _refuse_unknown(kind, given)
    areas = _areas(given.get("areas"))
    weights = parse_weights(given.get("population"))
    if kind == "agreement" and len(weights) > 1:
        raise BadParameterError("An agreement is about one group of people.", parameter="population")
    asked = parse_question(_pairs(given), settings)
    _refuse_new_sites(given, asked.travel)
    if kind == "agreement" and asked.travel:
        raise contradiction("travel", "Presets say their distances in miles: leave out `travel`.")
    return Study(
        kind=kind,
        areas=areas,
        states=asked.states,
        distance_m=asked.distance_m,
        circuity=asked.how.circuity,
        travel=asked.travel,
        weights=weights,
        supply=asked.supply,
        siting=parse_siting(given, settings) if kind == "siting" else SitingAsked(),
        change=parse_change(given, settings) if kind == "what-if" else ChangeAsked(),
        hotspots=parse_hotspots(given) if kind == "hotspots" else HotspotsAsked(),
        agreement=parse_agreement(given, settings) if kind == "agreement" else AgreementAsked(),
    )


def _refuse_unknown(kind: str, given: Mapping[str, Any]) -> None:
    if kind not in STUDY_KINDS:
        raise BadParameterError(
            f"`{str(kind)[:80]}` is no kind of study.", parameter="kind", accepted=STUDY_KINDS
        )
    accepted = accepted_names(kind)
    for name in given:
        if name not in accepted:
            raise UnknownParameterError(
                f"There is no `{name[:80]}` in a study of kind {kind}.",
                parameter=name[:80],
                accepted=accepted,
            )


def _refuse_new_sites(given: Mapping[str, Any], travel: Travel | None) -> None:
    """A site that is not there yet has no row in a travel table."""
    for name in ("add", "move"):
        if travel and given.get(name):
            raise BadParameterError(
                f"`{name}` puts a site where the travel table has no times from: leave `travel` out and give a "
                "`circuity`, or make a table with the new sites.",
                parameter=name,
            )


def _areas(value: Any) -> str:
    areas = str(value or "county").strip().lower()
    if areas not in STUDY_AREAS:
        raise BadParameterError(
            f"`{areas[:80]}` is not known for `areas`.", parameter="areas", accepted=STUDY_AREAS
        )
    return areas


def _pairs(given: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What a question and its filters read: names and texts; lists are several values."""
    names = ("states", "distance", "travel", "minutes", "circuity", *FILTER_NAMES)
    return [(name, _text(name, each)) for name in names for each in _several(given.get(name))]


def _several(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]


def _text(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, str | int | float):
        raise BadParameterError(f"`{name}` is a text or a list of texts.", parameter=name)
    return str(value)

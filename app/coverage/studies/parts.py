"""What belongs to one kind of study alone: how sites are chosen, what changes, how hot spots are found. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any, Final
from uuid import UUID

from app.coverage.agreed import presets_asked
from app.coverage.presets import PRESETS
from app.coverage.studies.points import Given, given_points
from app.errors import BadParameterError
from app.settings import Settings

SITING_NAMES: Final = ("sites", "candidates", "points", "method", "seats", "target")
CHANGE_NAMES: Final = ("add", "remove", "move")
AGREEMENT_NAMES: Final = ("presets",)
HOTSPOT_NAMES: Final = ("neighbours", "permutations", "seed")
CANDIDATES: Final = ("places", "institutions", "zip", "points")
METHODS: Final = ("greedy", "exact", "whole", "seats")


@dataclass(frozen=True)
class SitingAsked:
    """Up to `sites` of the `candidates` by `method`; `points` are candidates that were given.

    Method `seats`: every new site has `seats`, and everybody is to have up to `target` seats (per person).
    """

    sites: int = 5
    candidates: str = CANDIDATES[0]
    method: str = METHODS[0]
    points: tuple[Given, ...] = ()
    seats: float = 0.0
    target: float = 0.0

    def parameters(self) -> dict[str, Any]:
        """As in the JSON object it was read from."""
        said: dict[str, Any] = {"sites": self.sites, "candidates": self.candidates, "method": self.method}
        if self.points:
            said["points"] = [each.record() for each in self.points]
        return said | ({"seats": self.seats, "target": self.target} if self.method == "seats" else {})


@dataclass(frozen=True)
class ChangeAsked:
    """Sites that open, assets that close (ids), and assets that move (id and where to)."""

    add: tuple[Given, ...] = ()
    remove: tuple[str, ...] = ()
    move: tuple[tuple[str, Given], ...] = ()

    def parameters(self) -> dict[str, Any]:
        """As in the JSON object it was read from."""
        moved = [{"id": each, **point.record()} for each, point in self.move]
        said = {"add": [each.record() for each in self.add], "remove": list(self.remove), "move": moved}
        return {name: value for name, value in said.items() if value}


@dataclass(frozen=True)
class HotspotsAsked:
    """The k nearest neighbours of an area, and how often its map is shuffled; the same seed, the same p-values."""

    neighbours: int = 8
    permutations: int = 9_999
    seed: int = 0

    def parameters(self) -> dict[str, Any]:
        """As in the JSON object it was read from."""
        return {"neighbours": self.neighbours, "permutations": self.permutations, "seed": self.seed}


@dataclass(frozen=True)
class AgreementAsked:
    """Ids of the presets that are put together."""

    presets: tuple[str, ...] = ()

    def parameters(self) -> dict[str, Any]:
        """As in the JSON object it was read from."""
        return {"presets": list(self.presets)}


def parse_agreement(given: Mapping[str, Any], settings: Settings) -> AgreementAsked:
    """Which presets, by id or slug: a list, or a text with commas; all without any. Raises BadParameterError."""
    value = given.get("presets") or []
    named = value.split(",") if isinstance(value, str) else value
    if not isinstance(named, list) or not all(isinstance(each, str) for each in named):
        raise BadParameterError("`presets` is a list of ids.", parameter="presets", accepted=tuple(PRESETS))
    asked = presets_asked([each.strip() for each in named if each.strip()], settings)
    return AgreementAsked(tuple(each.id for each in asked))


def parse_siting(given: Mapping[str, Any], settings: Settings) -> SitingAsked:
    """How sites are chosen. Raises BadParameterError."""
    points = given_points(
        given.get("points") or [], "points", settings.siting_candidates_max, settings.radius_max_m
    )
    method = _one_of(given, "method", METHODS)
    candidates = _one_of({"candidates": "points", **given} if points else given, "candidates", CANDIDATES)
    if (candidates == "points") != bool(points):
        raise BadParameterError("Candidates `points` are given as `points`.", parameter="points")
    by_seats = method == "seats"
    return SitingAsked(
        sites=_whole_number(given, "sites", 5, 1, settings.siting_sites_max),
        candidates=candidates,
        method=method,
        points=points,
        seats=_amount(given, "seats") if by_seats else 0.0,
        target=_amount(given, "target") if by_seats else 0.0,
    )


def parse_change(given: Mapping[str, Any], settings: Settings) -> ChangeAsked:
    """What changes. Raises BadParameterError where nothing does, or one asset closes or moves twice."""
    most, radius_m = settings.what_if_changes_max, settings.radius_max_m
    add = given_points(given.get("add") or [], "add", most, radius_m)
    remove = tuple(_asset_id(each, "remove") for each in _listed(given, "remove", most))
    moved = _listed(given, "move", most)
    where = given_points(moved, "move", most, radius_m)
    ids = [_asset_id(each.get("id") if isinstance(each, Mapping) else None, "move") for each in moved]
    if len({*remove, *ids}) < len(remove) + len(ids):
        raise BadParameterError("An asset closes or moves once.", parameter="remove")
    if not (add or remove or ids):
        raise BadParameterError("Say what changes.", parameter="add", accepted=CHANGE_NAMES)
    return ChangeAsked(add, tuple(sorted(remove)), tuple(sorted(zip(ids, where, strict=True), key=_id_first)))


def parse_hotspots(given: Mapping[str, Any]) -> HotspotsAsked:
    """How hot spots are found. Raises BadParameterError."""
    return HotspotsAsked(
        neighbours=_whole_number(given, "neighbours", 8, 1, 50),
        permutations=_whole_number(given, "permutations", 9_999, 99, 99_999),
        seed=_whole_number(given, "seed", 0, 0, 2**31),
    )


def _id_first(moved: tuple[str, Given]) -> str:
    return moved[0]


def _listed(given: Mapping[str, Any], name: str, most: int) -> list[Any]:
    value = given.get(name) or []
    if not isinstance(value, list) or len(value) > most:
        raise BadParameterError(f"`{name}` is a list of at most {most:,}.", parameter=name)
    return value


def _asset_id(value: Any, name: str) -> str:
    try:
        return str(UUID(str(value)))
    except ValueError:
        raise BadParameterError(
            f"`{str(value)[:60]}` in `{name}` is no id of an asset.", parameter=name
        ) from None


def _one_of(given: Mapping[str, Any], name: str, accepted: tuple[str, ...]) -> str:
    value = str(given.get(name) or accepted[0]).strip().lower()
    if value not in accepted:
        raise BadParameterError(
            f"`{value[:80]}` is not known for `{name}`.", parameter=name, accepted=accepted
        )
    return value


def _whole_number(given: Mapping[str, Any], name: str, default: int, least: int, most: int) -> int:
    value = given.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise BadParameterError(f"`{name}` is a whole number from {least:,} to {most:,}.", parameter=name)
    return value


def _amount(given: Mapping[str, Any], name: str) -> float:
    value = given.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value) or value <= 0:
        raise BadParameterError(f"Method `seats` needs `{name}`, a number above 0.", parameter=name)
    return float(value)

"""What a preset is and what it answers. Pure data."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


class Need(StrEnum):
    """An input that a preset cannot do without."""

    seats = "seats"
    rural = "rural"
    poverty = "poverty"
    income = "income"
    broadband = "broadband"
    households = "households"
    commuting_zones = "commuting-zones"
    density = "density"
    courses = "courses"
    audience = "audience"
    container = "container"


@dataclass(frozen=True)
class Parameter:
    """A number that whoever looks may change; `published` is what the source says about it."""

    name: str
    label: str
    unit: str
    default: float
    minimum: float
    maximum: float
    published: str


Values = Mapping[str, float]


@dataclass(frozen=True, eq=False)
class Verdict:
    """What one preset says of each of a areas.

    `gap` is False where `decided` is False: an input of that area is not known. `affected` are people of the group
    who are in the gap (not simply all who live in the area, where the definition tells them apart), `value` the
    figure that the definition compares, in `unit`, NaN where there is none. `tier` names classes where the
    definition has more than two.
    """

    gap: Bools
    decided: Bools
    affected: Floats
    value: Floats
    unit: str
    tier: NDArray[np.object_] | None = None

    def __post_init__(self) -> None:
        if bool((self.gap & ~self.decided).any()):
            raise ValueError("an area is a gap only where that is decided")


Judge = Callable[[Any, Values], Verdict]


@dataclass(frozen=True)
class Preset:
    """One published definition. `definition` is what it said for its own `domain`, `adapted` what it is here."""

    id: str
    slug: str
    title: str
    domain: str
    definition: str
    adapted: str
    citation: str
    judge: Judge
    parameters: tuple[Parameter, ...] = ()
    needs: frozenset[Need] = field(default_factory=frozenset)
    areas: tuple[str, ...] = ("county", "zip", "tract")
    ours: bool = False
    """Whether a cut-off is ours because the source published none."""

    def values(self, given: Values | None = None) -> dict[str, float]:
        """Every parameter with what is `given`, else its default.

        Raises ValueError for a name it does not have or a number out of bounds, saying what is accepted.
        """
        chosen = {each.name: each.default for each in self.parameters}
        for name, value in (given or {}).items():
            chosen[name] = self._checked(name, value)
        return chosen

    def _checked(self, name: str, value: float) -> float:
        found = next((each for each in self.parameters if each.name == name), None)
        if found is None:
            names = ", ".join(each.name for each in self.parameters) or "none"
            raise ValueError(f"{self.id} has no parameter `{name}`: it has {names}.")
        if not found.minimum <= value <= found.maximum:
            raise ValueError(
                f"`{name}` of {self.id} is {value:g} {found.unit}: it may be {found.minimum:g} to {found.maximum:g}."
            )
        return float(value)

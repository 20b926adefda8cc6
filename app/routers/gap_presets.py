"""The published definitions on a gap page: a list to choose from, and the numbers of the chosen one. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.coverage.presets import PRESETS, Parameter, Preset
from app.coverage.question import CoverageQuestion
from app.language import N_
from app.settings import MILE_M

_GROUPS: Final = {
    "distances": N_("By the distance from home"),
    "containers": N_("By what is inside the area"),
    "composites": N_("By several facts together"),
}
"""Modules of the rules -> what the chooser calls them."""
_SLIDER_MILES: Final = 100.0
_STEPS: Final = 100


@dataclass(frozen=True)
class Field:
    """One number of a preset as a slider and a field: in miles, percent, or as it is."""

    name: str
    label: str
    unit: str
    value: float
    published_value: float
    minimum: float
    maximum: float
    slider_maximum: float
    step: float
    published: str

    @property
    def changed(self) -> bool:
        """Whether somebody set it to another number than the published one."""
        return self.value != self.published_value


def preset_groups() -> list[tuple[str, list[Preset]]]:
    """All presets in the groups of the chooser."""
    return [
        (label, [each for each in PRESETS.values() if each.judge.__module__.endswith(f".{module}")])
        for module, label in _GROUPS.items()
    ]


def chosen_preset(question: CoverageQuestion) -> Preset | None:
    """The preset that the question names."""
    return PRESETS[question.preset] if question.preset else None


def fields_of(preset: Preset, given: Mapping[str, float]) -> list[Field]:
    """The numbers of `preset`, with those that are `given`."""
    return [_field(preset.id, each, given.get(each.name, each.default)) for each in preset.parameters]


def _field(owner: str, parameter: Parameter, value: float) -> Field:
    kind, factor, unit = _unit(parameter)
    shown, published = (round(number / factor, 6) for number in (value, parameter.default))
    top = parameter.maximum / factor
    return Field(
        name=f"{kind}.{owner}.{parameter.name}",
        label=parameter.label,
        unit=unit,
        value=shown,
        published_value=published,
        minimum=round(parameter.minimum / factor, 6) if kind != "mi" else 0.1,
        maximum=round(top, 3),
        slider_maximum=_slider_top(kind, max(shown, published), top),
        step=_step(kind, published),
        published=parameter.published,
    )


def _unit(parameter: Parameter) -> tuple[str, float, str]:
    if parameter.unit == "m":
        return "mi", MILE_M, N_("miles")
    return ("pct", 0.01, "%") if parameter.unit == "share" else ("n", 1.0, "")


def _slider_top(kind: str, value: float, top: float) -> float:
    """As far as a slider is of use; the field beside it takes the rest."""
    if kind == "pct":
        return 100.0
    wanted = max(_SLIDER_MILES, value) if kind == "mi" else max(10.0, 4 * value)
    return min(wanted, top)


def _step(kind: str, published: float) -> float:
    if kind == "n":
        return 1.0 if published < _STEPS else float(10 ** (len(str(int(published))) - 2))
    return 1.0 if kind == "pct" or (published >= 1 and published == int(published)) else 0.5

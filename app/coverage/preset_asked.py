"""Which published definition a question names, and which of its numbers are not as published. Pure."""

from typing import Final

from app.coverage.asked import Pair, number, single
from app.coverage.presets.catalog import PRESETS, preset_of
from app.coverage.presets.model import Preset
from app.errors import BadParameterError

PRESET_PREFIX: Final = "p."
"""Numbers of a preset are parameters of this form: `p.distance_m`."""


def preset_named(text: str | None) -> Preset | None:
    """The preset with this id or slug; None without one. Raises BadParameterError."""
    return None if text is None else known_preset(text, "preset")


def known_preset(text: str, parameter: str) -> Preset:
    """The preset with this id or slug. Raises BadParameterError."""
    found = preset_of(text)
    if found is None:
        raise BadParameterError(
            f"There is no preset `{text[:80]}`.", parameter=parameter, accepted=tuple(PRESETS)
        )
    return found


def preset_values(
    pairs: list[Pair], names: list[str], preset: Preset | None
) -> tuple[tuple[str, float], ...]:
    """The numbers given with `p.`, by name; one that is as published is left out."""
    bounds = {each.name: each for each in preset.parameters} if preset else {}
    chosen = {}
    for name in sorted(set(names)):
        found = bounds.get(name.removeprefix(PRESET_PREFIX))
        if found is None:
            accepted = [f"{PRESET_PREFIX}{each}" for each in bounds]
            detail = (
                f"{preset.id} has no number `{name[:80]}`."
                if preset
                else "Numbers `p.` belong to a `preset`."
            )
            raise BadParameterError(detail, parameter=name[:80], accepted=accepted or ("preset",))
        text = single(pairs, name)
        if text is not None:
            chosen[found.name] = number(name, text, found.minimum, found.maximum)[0]
    return tuple((name, value) for name, value in chosen.items() if value != bounds[name].default)

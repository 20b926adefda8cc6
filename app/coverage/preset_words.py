"""Presets as records: what each says, its numbers with their bounds, what it needs and whether that is loaded. Pure."""

from typing import Any

from app.coverage.presets import PRESETS, Ground, Preset, missing
from app.coverage.presets.judging import CURES
from app.coverage.presets.model import Need, Parameter
from app.coverage.question import PRESET_PREFIX


def preset_records(ground: Ground, area_kind: str) -> list[dict[str, Any]]:
    """Every preset, and whether it can be applied to this ground."""
    return [preset_record(each, ground, area_kind) for each in PRESETS.values()]


def preset_record(preset: Preset, ground: Ground, area_kind: str) -> dict[str, Any]:
    """One preset as JSON has it."""
    lacking = missing(preset, ground, area_kind)
    return {
        "id": preset.id,
        "slug": preset.slug,
        "title": preset.title,
        "domain": preset.domain,
        "definition": preset.definition,
        "adapted": preset.adapted,
        "citation": preset.citation,
        "own_cutoff": preset.ours,
        "areas": list(preset.areas),
        "parameters": [_parameter(each) for each in preset.parameters],
        "needs": [_need(each, loaded=each not in lacking) for each in Need if each in preset.needs],
        "applicable": not lacking,
    }


def _parameter(given: Parameter) -> dict[str, Any]:
    return {
        "name": f"{PRESET_PREFIX}{given.name}",
        "label": given.label,
        "unit": given.unit,
        "default": given.default,
        "minimum": given.minimum,
        "maximum": given.maximum,
        "published": given.published,
    }


def _need(need: Need, *, loaded: bool) -> dict[str, Any]:
    return {"slug": need.value, "loaded": loaded, "cure": None if loaded else CURES[need]}

"""Presets as records: what each says, its numbers with their bounds, what it needs and whether that is loaded. Pure."""

from typing import Any, Final

from app.coverage.preset_asked import PRESET_PREFIX
from app.coverage.presets import PRESETS, Ground, Preset, missing
from app.coverage.presets.judging import CURES, NotLoadedError
from app.coverage.presets.model import Need, Parameter
from app.language import N_, _, gettext

UNITS_AND_TIERS: Final = (
    N_("young people per seat"), N_("programs"), N_("people per program"), N_("programs per 10,000 people"),
    N_("share of people"), N_("share of people without a seat in reach"), N_("share of those who want a place"),
    N_("demand index minus supply index"), N_("people per km²"), N_("share of high schools"),
    N_("seats near the average home"), N_("programs near the average home"), N_("seats per person"),
    N_("programs per person"), N_("none"), N_("low"), N_("moderate"), N_("full"), N_("unknown"), N_("missing"),
    N_("sparse"), N_("documented"), N_("complete"), N_("gap"), N_("served"), N_("not known"), N_("sparse and poor"),
    N_("poor"), N_("neither"),
)  # fmt: skip
"""What verdicts are told in: the rules say it, pages say it in their language."""


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


def not_loaded_words(missing: NotLoadedError) -> str:
    """What a preset lacks and how to load it, in the language of the page."""
    cures = " ".join(gettext(CURES[each]) for each in missing.needs)
    return _("%(id)s cannot be applied.", id=missing.preset.id) + f" {cures}"


def cures_said(text: str) -> str:
    """The cures in an English `text` that is kept, in the language of the page."""
    for cure in CURES.values():
        text = text.replace(cure, gettext(cure))
    return text

"""What is known of the gaps of a state or one of its counties, ready for JSON. Pure."""

from typing import Any, Final
from urllib.parse import parse_qs

import numpy as np

from app.coverage.group_answers import GroupAnswer, group_record
from app.coverage.informal import INFORMAL
from app.coverage.presets import PRESETS
from app.coverage.profile.reading import REFERENCE, Beyond, StateGaps, first_missing, levels
from app.coverage.results import AreaGap
from app.vocabulary import people
from app.vocabulary.assets import KINDS

INFORMAL_NAME: Final = "informal"


def reach_records(gaps: StateGaps, geoid: str | None) -> list[dict[str, Any]]:
    """People beyond the distance from informal programs and from each kind, in all or of one county."""
    whole = gaps.whole.areas
    at = {key: number for number, key in enumerate(whole.geoid)}
    informal = Beyond(at, whole.people, whole.people_beyond)
    rows = [_reach(INFORMAL_NAME, "Informal STEM program", INFORMAL, informal.of(geoid))]
    for kind, found in gaps.kinds.items():
        rows.append(_reach(kind, KINDS.label(kind), f"kind={kind}", found.of(geoid)))
    if gaps.youth is not None and gaps.youth_group:
        label = people.GROUPS.label(gaps.youth_group)
        rows[0]["youth"] = _reach(gaps.youth_group, label, INFORMAL, gaps.youth.of(geoid))
    return rows


def _reach(name: str, label: str, query: str, counted: tuple[float, float]) -> dict[str, Any]:
    everybody, beyond = counted
    return {
        "what": name,
        "label": label,
        "filter": parse_qs(query),
        "people": round(everybody),
        "people_beyond": round(beyond),
        "share_beyond": round(beyond / everybody, 4) if everybody else None,
    }


def definition_records(gaps: StateGaps, geoid: str | None) -> list[dict[str, Any]]:
    """Every published definition that could be applied: of the state in how many counties there is a gap, of a county
    whether it is one (None: not decided).
    """
    found = gaps.agreement.found
    order = {key: number for number, key in enumerate(gaps.whole.found.context.areas.keys)}
    return [
        {
            "id": name,
            "title": PRESETS[name].title,
            "citation": PRESETS[name].citation,
            **(
                {
                    "counties_gap": int(found.of[:, at].sum()),
                    "people_affected": round(gaps.agreement.people[name]),
                }
                if geoid is None
                else {"gap": found.says(order[geoid], at) if geoid in order else None}
            ),
        }
        for at, name in enumerate(found.presets)
    ]


def agreement_record(gaps: StateGaps, geoid: str | None) -> dict[str, Any]:
    """Under how many of the definitions there is a gap, of all counties or of one; and which could not be applied."""
    lacking = [{"id": name, "why": why} for name, why in gaps.agreement.lacking.items()]
    record: dict[str, Any] = {"definitions": definition_records(gaps, geoid), "not_applicable": lacking}
    if geoid is None:
        return record | {"counties_by_definitions": levels(gaps.agreement)}
    area = next((each for each in county_records(gaps) if each["geoid"] == geoid), None)
    return record | {name: area[name] if area else None for name in ("gaps", "decided_by")}


def pathway_record(gaps: StateGaps, geoid: str | None) -> dict[str, Any]:
    """The first grade band without a program within reach of most people, and the share of people with one by band."""
    missing, shares = first_missing(gaps, geoid)
    rungs = [
        {"band": band, "label": people.BAND_LABELS.label(band), "share_with": share}
        for band, share in shares.items()
    ]
    return {"first_missing": missing, "bands": rungs}


def county_records(gaps: StateGaps) -> list[dict[str, Any]]:
    """Every county, most people without first; those without people last."""
    said = gaps.agreement.areas
    at = {key: number for number, key in enumerate(said.geoid)}
    rows = []
    for area in gaps.whole.areas:
        number = at[area.geoid]
        missing, _ = first_missing(gaps, area.geoid)
        extra = {name: said.extra[name][number] for name in ("gaps", "decided_by")}
        rows.append({**area_record(area), **extra, "first_missing": missing})
    return rows


def area_record(area: AreaGap) -> dict[str, Any]:
    """One county of the answer about informal programs."""
    return {
        "geoid": area.geoid,
        "name": area.name,
        "lon": round(area.lon, 5),
        "lat": round(area.lat, 5),
        "people": round(area.people),
        "people_beyond": round(area.people_beyond),
        "people_beyond_moe": None if area.people_beyond_moe is None else round(area.people_beyond_moe),
        "share_beyond": None if area.share_beyond is None else round(area.share_beyond, 4),
        "nearest_m": None if area.nearest_m is None else round(area.nearest_m),
        "farthest_m": None if area.farthest_m is None else round(area.farthest_m),
        "nearest_asset_id": str(area.nearest_asset_id) if area.nearest_asset_id else None,
        "nearest_asset_name": area.nearest_asset_name,
        "confidence": area.confidence,
        "confidence_reason": area.confidence_reason,
        "near_unlisted_state": area.edge,
    }


def group_records(groups: tuple[GroupAnswer, ...], *, within_county: bool) -> list[dict[str, Any]]:
    """Groups with people, everybody first: how many are without cover, what share, how that compares.

    Figures that were spread over a county by its total people give every group of it the same share: `within_county`
    there is no share of such a group, because it would read as equality.
    """
    return [_group(each, within_county and _is_spread(each)) for each in groups if each.gap.people.value]


def _is_spread(found: GroupAnswer) -> bool:
    return found.group != REFERENCE and (found.figures.method == "modelled" or found.figures.kind == "county")


def _group(found: GroupAnswer, spread: bool) -> dict[str, Any]:
    record, covered = group_record(found), found.gap.covered_share
    without = None if covered.value is None or spread else round(1 - covered.value, 4)
    margin, reliability = (None, "unknown") if spread else (covered.margin, covered.reliability)
    return {
        **{name: record[name] for name in ("group", "label", "source", "vintage", "method")},
        "people": _rounded(record["people"]),
        "without_cover": None if spread else _rounded(record["without_cover"]),
        "without_share": {"value": without, "margin": margin, "reliability": reliability},
        "gap_is_clear": None if spread else record["gap_is_clear"],
    }


def _rounded(figure: dict[str, Any]) -> dict[str, Any]:
    """People as whole numbers."""
    numbers = {name: None if figure[name] is None else round(figure[name]) for name in ("value", "margin")}
    return numbers | {"reliability": figure["reliability"]}


def with_ratios(groups: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each group's share without cover against everybody's (None where one is not known, or that is nobody)."""
    base = groups[0]["without_share"]["value"] if groups else None
    return [each | {"ratio": _ratio(each["without_share"]["value"], base)} for each in groups]


def _ratio(share: float | None, base: float | None) -> float | None:
    return None if share is None or not base else round(share / base, 3)


def figures_record(gaps: StateGaps) -> list[dict[str, Any]]:
    """Where figures and areas come from."""
    return [
        {"role": each.role, "title": each.title, "publisher": each.publisher, "vintage": each.vintage,
         "licence": each.licence, "method": each.method}
        for each in gaps.whole.sources
    ]  # fmt: skip


def inhabited(gaps: StateGaps) -> int:
    """How many counties have people."""
    return int(np.count_nonzero(gaps.whole.areas.people > 0))

"""Why a row has no area, and what to do about it, in words. Pure."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final

from app.geography.official.changes import change_of
from app.geography.official.report import Unmatched
from app.vocabulary.codes import AREA_KINDS

_EXAMPLES: Final = 5
_FILES: Final = {
    "state": "cb_{year}_us_state_500k.zip",
    "county": "cb_{year}_us_county_500k.zip",
    "zip": "cb_2020_us_zcta520_500k.zip",
    "tract": "cb_{year}_us_tract_500k.zip",
    "block-group": "cb_{year}_us_bg_500k.zip",
    "school-district": "cb_{year}_us_unsd_500k.zip (also elsd, scsd)",
    "legislative-district": "cb_{year}_us_sldl_500k.zip (also sldu)",
}


def reasons_of(rows: Iterable[Any], year: int) -> list[Unmatched]:
    """Unmatched rows (of `official_unmatched.sql`) of a file of geography `year`, put together by reason."""
    found: dict[tuple[str, str, str], tuple[int, list[str]]] = defaultdict(lambda: (0, []))
    for row in rows:
        reason, cure = _why(row.kind, row.reason, row.fips, row.geoids, row.area_vintage, year)
        number, examples = found[row.kind, reason, cure]
        named = [
            f"{geoid} {name}".strip()
            for geoid, name in zip(row.geoids, [*row.names, *[""] * 9], strict=False)
        ]
        found[row.kind, reason, cure] = number + row.rows, examples + named
    return [
        Unmatched(kind, number, reason, cure, tuple(examples[:_EXAMPLES]))
        for (kind, reason, cure), (number, examples) in found.items()
    ]


def _why(
    kind: str, reason: str, fips: str, geoids: list[str], vintage: str | None, year: int
) -> tuple[str, str]:
    load = f"stemmap load boundaries {_FILES.get(kind, 'FILE').format(year=year)}"
    if reason == "other-decade":
        return (
            f"areas of {vintage} are loaded, figures of {year}: {AREA_KINDS.label(kind).lower()} were drawn anew",
            f"load areas of the same ten years: {load}, or figures of the same ten years",
        )
    if reason == "outgrown":
        return (
            "the county has the same code but another territory since",
            f"{load}, then load this file again",
        )
    if kind == "county" and (change := change_of(geoids[0])):
        return f"{change.why} in {change.year}", _cure_of_change(change.exact, geoids[0] in change.new, load)
    if fips == "09" and kind in ("tract", "block-group"):
        return "Connecticut's codes changed in 2022 with its planning regions", load
    return (
        f"no {AREA_KINDS.label(kind).lower()} with these codes are loaded",
        f"{load}, then load this file again",
    )


def _cure_of_change(exact: bool, is_new: bool, load: str) -> str:
    if is_new:
        return f"{load}, then load this file again"
    return (
        "load boundaries of an edition before the change"
        if exact
        else "no exact mapping exists: use an edition of the figures for the same geography as the areas"
    )

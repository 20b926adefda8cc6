"""Answers as plain records and as CSV: the same columns, units and rounding everywhere. Pure."""

import csv
import io
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, Final

import numpy as np

from app.coverage.confidence import GRADES
from app.coverage.equity.margins import reliability
from app.coverage.geodesy import Floats
from app.coverage.results import AreaGaps, StateGap, reason_of

AREA_COLUMNS: Final = (
    "rank",
    "geoid",
    "name",
    "state",
    "county_geoid",
    "county_name",
    "lon",
    "lat",
    "people",
    "people_beyond",
    "share_beyond",
    "nearest_m",
    "farthest_m",
    "nearest_asset_id",
    "nearest_asset_name",
    "people_moe",
    "people_beyond_moe",
    "reliability",
    "value",
    "count",
    "confidence",
    "confidence_reason",
    "edge",
    "no_supply_in_reach",
)
"""Names of an area's columns: distances in metres, `lon` and `lat` in degrees, shares between 0 and 1, margins at 90 %,
`value` in the unit of the measure.
"""

_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")
_PEOPLE_DIGITS: Final = 1
_SHARE_DIGITS: Final = 4
_METRE_DIGITS: Final = 1


_IN_MINUTES: Final = {
    name: name.removesuffix("_m") + "_min" for name in ("nearest_m", "farthest_m", "mean_nearest_m")
}


def columns_of(areas: AreaGaps) -> tuple[str, ...]:
    """AREA_COLUMNS, those about the nearest asset in the unit of the answer, and those that a preset adds."""
    own = tuple(_IN_MINUTES.get(name, name) for name in AREA_COLUMNS) if areas.in_minutes else AREA_COLUMNS
    return (*own, *areas.extra)


def in_unit(record: dict[str, Any], areas: AreaGaps) -> dict[str, Any]:
    """`record` with its costs named by their unit: `mean_nearest_min` of an answer in minutes."""
    if not areas.in_minutes:
        return record
    return {_IN_MINUTES.get(name, name): value for name, value in record.items()}


def area_rows(areas: AreaGaps, limit: int | None = None) -> Iterator[tuple[Any, ...]]:
    """The first `limit` areas (None: all), worst first, as tuples of columns_of(areas); None where there is
    nothing.
    """
    part = slice(None, limit)
    people, beyond = areas.people[part], areas.people_beyond[part]
    share = np.divide(beyond, people, out=np.full(len(people), np.nan), where=people > 0)
    asset = areas.asset[part].tolist()
    return zip(
        [at + 1 if some > 0 else None for at, some in enumerate(people.tolist())],
        *(texts[part].tolist() for texts in (areas.geoid, areas.name, areas.state)),
        *(texts[part].tolist() for texts in (areas.county_geoid, areas.county_name)),
        np.round(areas.lon[part], 6).tolist(),
        np.round(areas.lat[part], 6).tolist(),
        counts(people),
        counts(beyond),
        _numbers(share, _SHARE_DIGITS),
        _numbers(areas.nearest_m[part], _METRE_DIGITS),
        _numbers(areas.farthest_m[part], _METRE_DIGITS),
        [areas.asset_ids[at] if at >= 0 else None for at in asset],
        [areas.asset_names[at] if at >= 0 else None for at in asset],
        _numbers(areas.people_moe[part], _PEOPLE_DIGITS),
        _numbers(areas.people_beyond_moe[part], _PEOPLE_DIGITS),
        [
            reliability(*each)
            for each in zip(beyond.tolist(), areas.people_beyond_moe[part].tolist(), strict=True)
        ],
        [significant(each) for each in areas.value[part].tolist()],
        _numbers(areas.near[part], _SHARE_DIGITS),
        [GRADES[grade] for grade in areas.confidence[part].tolist()],
        [reason_of(words) for words in areas.reasons[part].tolist()],
        areas.edge[part].tolist(),
        areas.unreached[part].tolist(),
        *(values[part] for values in areas.extra.values()),
        strict=True,
    )


def area_records(areas: AreaGaps, limit: int | None = None) -> list[dict[str, Any]]:
    """The first `limit` areas (None: all), worst first, as records ready for JSON."""
    columns = columns_of(areas)
    return [dict(zip(columns, row, strict=True)) for row in area_rows(areas, limit)]


def state_record(state: StateGap) -> dict[str, Any]:
    """One state ready for JSON, rounded like the areas."""
    return rounded(asdict(state))


def rounded(fields: dict[str, Any]) -> dict[str, Any]:
    """`fields` with people, shares and metres rounded as everywhere; other fields as they are."""
    return {name: _rounded(name, value) for name, value in fields.items()}


def significant(value: float) -> float | None:
    """`value` to seven significant digits, whatever its unit; None for NaN."""
    return None if value != value else float(f"{value:.7g}")


def _rounded(name: str, value: Any) -> Any:
    if not isinstance(value, float):
        return value
    if name == "value":
        return significant(value)
    if name.startswith("people"):
        return counts(np.array([value]))[0]
    return round(value, _SHARE_DIGITS if name.startswith(("share", "count")) else _METRE_DIGITS)


def counts(people: Floats) -> list[int | float]:
    """Numbers of people: whole ones as integers, computed ones with one decimal."""
    return [int(each) if each.is_integer() else each for each in np.round(people, _PEOPLE_DIGITS).tolist()]


def _numbers(values: Floats, digits: int) -> list[float | None]:
    return [None if each != each else each for each in np.round(values, digits).tolist()]


def areas_csv(areas: AreaGaps) -> bytes:
    """All areas as UTF-8 CSV with a header of columns_of(areas); text that a spreadsheet would run is disarmed."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(columns_of(areas))
    writer.writerows([_cell(value) for value in row] for row in area_rows(areas))
    return buffer.getvalue().encode("utf-8")


def _cell(value: Any) -> Any:
    """Text that starts like a formula gets an apostrophe; numbers stay numbers, nothing stays empty."""
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return "'" + value
    return value

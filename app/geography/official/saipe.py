"""SAIPE in its three shapes: states and counties (`est{yy}all`), school districts (`ussd{yy}`), and the sheet that the
Economic Research Service makes of it (`PovertyEstimates`). Pure.

An estimate's 90 % interval is not quite symmetrical; the margin kept with people is half its width.
"""

from collections.abc import Sequence
from typing import Final

from app.geography.official.geoids import POSTAL
from app.geography.official.rows import Row, cell, number_of

_ERS: Final = {"POVALL": "poverty", "POV017": "poverty-under-18", "POV517": "poverty-5-17"}
_ERS_FACTS: Final = {
    "PCTPOVALL": ("poverty-rate", "CI90LBALLP", "CI90UBALLP"),
    "PCTPOV017": ("poverty-rate-under-18", "CI90LB017P", "CI90UB017P"),
    "PCTPOV517": ("poverty-rate-5-17", "CI90LB517P", "CI90UB517P"),
    "MEDHHINC": ("median-household-income", "CI90LBINC", "CI90UBINC"),
}
_GROUP_INTERVALS: Final = {
    "POVALL": ("CI90LBALL", "CI90UBALL"),
    "POV017": ("CI90LB017", "CI90UB017"),
    "POV517": ("CI90LB517", "CI90UB517"),
}
_CENSUS: Final = {
    "Poverty Estimate, All Ages": "POVALL",
    "Poverty Percent, All Ages": "PCTPOVALL",
    "Poverty Estimate, Age 0-17": "POV017",
    "Poverty Percent, Age 0-17": "PCTPOV017",
    "Poverty Estimate, Age 5-17 in Families": "POV517",
    "Poverty Percent, Age 5-17 in Families": "PCTPOV517",
    "Median Household Income": "MEDHHINC",
}
_INTERVAL_OF: Final = _GROUP_INTERVALS | {name: (low, high) for name, (_, low, high) in _ERS_FACTS.items()}
_FipsCode = tuple[str, str]
_Made = tuple[
    str,
    str,
    str,
    list[tuple[str, float, float | None]],
    list[tuple[str, float, float | None, float | None]],
]


def saipe_places(header: Sequence[str]) -> dict[str, int] | None:
    """Where the columns stand, under the names ERS has for them; None where the row is no header of SAIPE."""
    plain = [" ".join(name.split()) for name in header]
    lowered = [name.lower() for name in plain]
    if any(name.startswith("fipstxt") or name == "fips_code" for name in lowered):
        return _ers_places(lowered)
    if "state fips code" in lowered and "district id" in lowered:
        return _district_places(lowered)
    if "state fips code" in lowered and "county fips code" in lowered:
        return _census_places(lowered)
    return None


def _ers_places(lowered: list[str]) -> dict[str, int] | None:
    known = {
        name.lower() for name in (*_INTERVAL_OF, *(each for pair in _INTERVAL_OF.values() for each in pair))
    }
    at = {
        name.split("_")[0].upper(): place for place, name in enumerate(lowered) if name.split("_")[0] in known
    }
    at["fips"] = next(place for place, name in enumerate(lowered) if name.startswith("fips"))
    at["name"] = next((place for place, name in enumerate(lowered) if name == "area_name"), -1)
    return at if "POVALL" in at else None


def _census_places(lowered: list[str]) -> dict[str, int]:
    """The two columns after an estimate are the bounds of its interval."""
    at = {"state": lowered.index("state fips code"), "county": lowered.index("county fips code")}
    at["name"] = lowered.index("name") if "name" in lowered else -1
    for title, name in _CENSUS.items():
        if title.lower() in lowered:
            place = lowered.index(title.lower())
            low, high = _INTERVAL_OF[name]
            at |= {name: place, low: place + 1, high: place + 2}
    return at


def _district_places(lowered: list[str]) -> dict[str, int]:
    at = {"state": lowered.index("state fips code"), "district": lowered.index("district id")}
    at["name"] = lowered.index("name") if "name" in lowered else -1
    for place, name in enumerate(lowered):
        if "population 5-17" in name:
            at["AGE517"] = place
        elif name == "estimated total population":
            at["TOTAL"] = place
        elif "in poverty" in name:
            at["POV517"] = place
    return at


def saipe_row(row: Row, at: dict[str, int]) -> _Made | str:
    """Kind, code, name, figures (group, people, margin) and facts (fact, value, low, high) of a row."""
    area = _area(row, at)
    if isinstance(area, str):
        return area
    figures = [made for name, group in _ERS.items() if (made := _figure(row, at, name, group))]
    for name, group in (("TOTAL", "total"), ("AGE517", "age-5-17")):
        people = number_of(cell(row, at, name))
        if people is not None:
            figures.append((group, people, None))
    facts = [rate for name, (fact, *_) in _ERS_FACTS.items() if (rate := _fact(row, at, name, fact))]
    if not figures and not facts:
        return "without an estimate"
    return (*area, cell(row, at, "name"), figures, facts)


def _area(row: Row, at: dict[str, int]) -> _FipsCode | str:
    if "district" in at:
        state, district = cell(row, at, "state").zfill(2), cell(row, at, "district").zfill(5)
        return ("school-district", state + district) if state in POSTAL else "no state"
    if "fips" in at:
        code = cell(row, at, "fips").zfill(5)
    else:
        code = cell(row, at, "state").zfill(2) + cell(row, at, "county").zfill(3)
    if code == "00000":
        return "the whole country"
    if code[:2] not in POSTAL or len(code) != 5:
        return "no state or county"
    return ("state", code[:2]) if code.endswith("000") else ("county", code)


def _figure(row: Row, at: dict[str, int], name: str, group: str) -> tuple[str, float, float | None] | None:
    people = number_of(cell(row, at, name))
    if people is None or people < 0:
        return None
    low, high = (number_of(cell(row, at, each)) for each in _GROUP_INTERVALS[name])
    return group, people, (high - low) / 2 if low is not None and high is not None and high >= low else None


def _fact(
    row: Row, at: dict[str, int], name: str, fact: str
) -> tuple[str, float, float | None, float | None] | None:
    value = number_of(cell(row, at, name))
    if value is None or value < 0:
        return None
    low, high = (number_of(cell(row, at, each)) for each in _INTERVAL_OF[name])
    if low is None or high is None or not low <= value <= high:
        return fact, value, None, None
    return fact, value, low, high

"""The figures of new-mexico.md anew, from its table of counties alone: `python docs/stories/check_new_mexico.py`.

Plain Python. What every definition says of a county is judged again from its inputs where these are in the table
(P7, P12, P15); for P4 and P5 the share of young people beyond the distance is taken from the table.
"""

import csv
import math
from pathlib import Path

TABLE = Path(__file__).parent / "new-mexico-counties.csv"
PRESETS = ("P4", "P5", "P7", "P12", "P15")
GROUPS = ("youth", "native", "white")
STATE_INCOME = 47_405.0
Row = dict[str, str]
Pair = tuple[float, float]


def rows() -> list[Row]:
    """The counties."""
    with TABLE.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def total(some: list[Row], group: str) -> Pair:
    """People and margin: the root of the sum of squares; of counties with nobody only the widest margin, once."""
    counted = [(float(row[group]), float(row[f"{group}_margin"])) for row in some]
    zeros = [margin for people, margin in counted if people == 0]
    squares = sum(margin**2 for people, margin in counted if people > 0) + max(zeros, default=0.0) ** 2
    return sum(people for people, _ in counted), math.sqrt(squares)


def share(part: Pair, whole: Pair) -> Pair:
    """A proportion and its margin; the formula of a ratio where the root would be of a negative number."""
    value = part[0] / whole[0]
    under = part[1] ** 2 - value**2 * whole[1] ** 2
    if under < 0:
        under = part[1] ** 2 + value**2 * whole[1] ** 2
    return value, math.sqrt(under) / whole[0]


def in_gap(preset: str, group: str, of: list[Row]) -> Pair:
    """The share of a group's people who live in counties that a definition calls a gap."""
    return share(total([row for row in of if row[preset] == "1"], group), total(of, group))


def apart(left: Pair, right: Pair) -> Pair:
    """A difference in percentage points, and its margin."""
    return 100 * (left[0] - right[0]), 100 * math.hypot(left[1], right[1])


def quantile(values: list[float], at: float) -> float:
    """Between the two values at that place, in proportion."""
    ordered = sorted(values)
    place = at * (len(ordered) - 1)
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (place - low) * (ordered[high] - ordered[low])


def judged(row: Row, of: list[Row]) -> dict[str, bool]:
    """What each definition says of a county, from its inputs."""
    number = {
        name: float(row[name])
        for name in ("youth", "poverty", "income", "programs_inside", "P4_value", "P5_value")
    }
    rate = 1e4 * number["programs_inside"] / number["youth"]
    low_income = number["poverty"] >= 0.20 or number["income"] <= 0.8 * STATE_INCOME
    beyond = number["P5_value"] * number["youth"]
    full = number["programs_inside"] >= 2 or rate >= 60

    def density(each: Row) -> float:
        return float(each["people_2020"]) / float(each["land_km2"])

    sparse = density(row) <= quantile([density(each) for each in of], 0.25)
    poor = number["poverty"] >= quantile([float(each["poverty"]) for each in of], 0.75)
    few = number["programs_inside"] <= quantile([float(each["programs_inside"]) for each in of], 0.25)
    return {
        "P4": number["P4_value"] > 0.5,
        "P5": low_income and (beyond >= 500 or number["P5_value"] >= 0.33),
        "P7": number["programs_inside"] == 0 or (not full and number["poverty"] >= 0.10),
        "P12": number["programs_inside"] == 0,
        "P15": sparse and poor and few,
    }


def overlap(of: list[Row], first: str, second: str) -> float:
    """Counties that both call a gap, by counties that either does."""
    both = sum(row[first] == row[second] == "1" for row in of)
    return both / sum("1" in (row[first], row[second]) for row in of)


def main() -> None:
    """Print everything the page says."""
    counties = rows()
    rural = [row for row in counties if int(row["rucc_2023"]) >= 4]
    metro = [row for row in counties if int(row["rucc_2023"]) < 4]
    for row in counties:
        said = {preset: row[preset] == "1" for preset in PRESETS}
        if judged(row, counties) != said:
            raise SystemExit(f"{row['county']} is not judged as the table says: {said}")
    for preset in PRESETS:
        gap = [row for row in counties if row[preset] == "1"]
        cells = [in_gap(preset, group, counties) for group in GROUPS] + [
            in_gap(preset, "youth", each) for each in (rural, metro)
        ]
        shares = " | ".join(f"{100 * value:.1f} % ± {100 * margin:.1f}" for value, margin in cells)
        gaps = apart(cells[1], cells[2]), apart(cells[3], cells[4])
        said_of = " | ".join(f"{points:+.1f} ± {margin:.1f}" for points, margin in gaps)
        print(f"| {preset} | {len(gap)} | {shares} | {said_of} |")
    for number in range(len(PRESETS) + 1):
        some = [row for row in counties if int(row["gaps"]) == number]
        people = " | ".join(
            f"{value:,.0f} ± {margin:,.0f}" for value, margin in (total(some, group) for group in GROUPS)
        )
        names = ", ".join(row["county"].removesuffix(" County") for row in some)
        print(f"| {number} | {len(some)} | {people} | {names} |")
    for first in PRESETS:
        print(first, [f"{overlap(counties, first, second):.2f}" for second in PRESETS])
    for group in GROUPS:
        print(group, total(counties, group), "rural", share(total(rural, group), total(counties, group)))


if __name__ == "__main__":
    main()

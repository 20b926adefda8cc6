"""The figures of wyoming.md anew, from official files and the page's lists of programs and towns alone.

    python docs/stories/check_wyoming.py DATABASE_URL ACS_B01001.csv.gz ACS_B03002.csv.gz CENPOP_TRACTS.txt.gz

Uses nothing of the service: PostGIS `geography` says which tract is within 25 miles of what; the best ten towns are
found by trying choices, in plain Python, and leaving out only those that provably cannot be better.
"""

import heapq
import math
import sys
from collections.abc import Iterable
from pathlib import Path

import psycopg
from check_girls import MILE_M, rows

HERE = Path(__file__).parent
WYOMING = "56"
SITES = 10
LINES = {
    "youth": [f"B01001_{line:03}" for line in (4, 5, 6, 28, 29, 30)],
    "girls": [f"B01001_{line:03}" for line in (28, 29, 30)],
    "native": ["B03002_005"],
}
Counties = dict[str, tuple[float, float]]
"""County -> people and 90 % margin."""

INTO = {
    "tract": "INSERT INTO tract VALUES (%s, %s, ST_MakePoint(%s::float8, %s::float8)::geography)",
    "program": "INSERT INTO program VALUES (%s, ST_MakePoint(%s::float8, %s::float8)::geography)",
    "town": "INSERT INTO town VALUES (%s, ST_MakePoint(%s::float8, %s::float8)::geography)",
}
REACH = """
SELECT t.geoid, t.people,
       EXISTS (SELECT FROM program p WHERE ST_DWithin(t.place, p.place, %(m)s)),
       ARRAY(SELECT w.name FROM town w WHERE ST_DWithin(t.place, w.place, %(m)s))
FROM tract t ORDER BY t.geoid
"""


def figures(*tables: str) -> dict[str, Counties]:
    """Of each group the counties' people and margins (root of the sum of squares of the lines')."""
    found: dict[str, Counties] = {group: {} for group in LINES}
    for table in tables:
        for row in rows(table):
            if row["state"] == WYOMING:
                for group, lines in LINES.items():
                    if f"{lines[0]}E" in row:
                        margin = math.sqrt(sum(float(row[f"{line}M"] or 0) ** 2 for line in lines))
                        found[group][row["state"] + row["county"]] = (
                            sum(float(row[f"{line}E"]) for line in lines),
                            margin,
                        )
    return found


def reached(url: str, cenpop: str) -> list[tuple[str, int, bool, list[str]]]:
    """Tracts: code, people of 2020, whether a program is within 25 miles, and the towns that are."""
    with psycopg.connect(url) as connection:
        for table in ("tract (geoid text, people int,", "program (name text,", "town (name text,"):
            connection.execute(f"CREATE TEMP TABLE {table} place geography(Point, 4326))")
        tracts = [
            (
                row["STATEFP"] + row["COUNTYFP"] + row["TRACTCE"],
                int(row["POPULATION"]),
                row["LONGITUDE"],
                row["LATITUDE"],
            )
            for row in rows(cenpop)
            if row["STATEFP"] == WYOMING
        ]
        with connection.cursor() as cursor:
            cursor.executemany(INTO["tract"], tracts)
            for table in ("program", "town"):
                listed = [
                    (row["name"], row["lon"], row["lat"]) for row in rows(HERE / f"wyoming-{table}s.csv")
                ]
                cursor.executemany(INTO[table], listed)
        answer = connection.execute(REACH, {"m": 25 * MILE_M}).fetchall()
        connection.rollback()
    return answer


def weights(tracts: list[tuple[str, int, bool, list[str]]], counties: Counties) -> dict[str, float]:
    """People of a group at each tract: the county's figure, in proportion to the people of 2020."""
    people: dict[str, int] = {}
    for code, number, _, _ in tracts:
        people[code[:5]] = people.get(code[:5], 0) + number
    return {code: counties[code[:5]][0] * number / people[code[:5]] for code, number, _, _ in tracts}


def best_towns(
    towns: dict[str, frozenset[str]], weight: dict[str, float], most: int
) -> tuple[list[str], float, int]:
    """The `most` towns that reach most weight, what they reach, and how many choices were looked at.

    Best first: a choice that is begun cannot end above what it reaches plus the largest gains that are left, for gains
    only shrink as towns are added.
    """

    def gains(covered: frozenset[str], some: Iterable[str]) -> list[tuple[float, str]]:
        found = [(sum(weight[code] for code in towns[name] - covered), name) for name in some]
        kept: dict[frozenset[str], tuple[float, str]] = {}
        for gain, name in sorted(found, key=lambda each: (-each[0], each[1])):
            new = towns[name] - covered
            if not any(new <= other for other in kept):  # a town that adds nothing another would not
                kept[new] = gain, name
        return list(kept.values())

    start = gains(frozenset(), sorted(towns))
    heap = [(-sum(gain for gain, _ in start[:most]), 0, (), frozenset(), tuple(start))]
    looked = 0
    while heap:
        bound, _, chosen, covered, left = heapq.heappop(heap)
        looked += 1
        if len(chosen) == most or not left:
            return list(chosen), -bound, looked
        reached_now = sum(weight[code] for code in covered)
        (_, first), rest = left[0], [name for _, name in left[1:]]
        with_it = covered | towns[first]
        for more, cover, names in (((*chosen, first), with_it, rest), (chosen, covered, rest)):
            after = gains(cover, names)
            top = sum(gain for gain, _ in after[: most - len(more)])
            value = sum(weight[code] for code in cover) if cover is with_it else reached_now
            heapq.heappush(heap, (-(value + top), looked * 2 + (cover is covered), more, cover, tuple(after)))
    raise AssertionError("there is always a choice")


def in_order(
    chosen: list[str], towns: dict[str, frozenset[str]], weight: dict[str, float]
) -> list[tuple[str, frozenset[str]]]:
    """The towns by what each adds to those before, with the tracts it adds."""
    covered: frozenset[str] = frozenset()
    found, left = [], list(chosen)
    while left:
        name = max(left, key=lambda each: round(sum(weight[code] for code in towns[each] - covered), 6))
        found.append((name, towns[name] - covered))
        covered |= towns[name]
        left.remove(name)
    return found


def people_at(tracts: frozenset[str], weight: dict[str, float], counties: Counties) -> tuple[float, float]:
    """People of a group at tracts, and the margin: each county's in proportion, root of the sum of squares."""
    by_county: dict[str, float] = {}
    for code in tracts:
        by_county[code[:5]] = by_county.get(code[:5], 0.0) + weight[code]
    parts = [
        (number / counties[county][0]) * counties[county][1] for county, number in by_county.items() if number
    ]
    return sum(by_county.values()), math.sqrt(sum(part**2 for part in parts))


def answer(
    url: str, acs_age: str, acs_race: str, cenpop: str
) -> dict[str, list[tuple[str, tuple[float, float]]]]:
    """For each group: all, those beyond 25 miles now, what each of the ten adds, and what all ten add."""
    groups, tracts = figures(acs_age, acs_race), reached(url, cenpop)
    everywhere = frozenset(code for code, _, _, _ in tracts)
    beyond = frozenset(code for code, _, served, _ in tracts if not served)
    towns: dict[str, frozenset[str]] = {}
    for code, _, served, near in tracts:
        for name in near:
            towns[name] = towns.get(name, frozenset()) | (frozenset() if served else {code})
    youth = weights(tracts, groups["youth"])
    chosen, value, looked = best_towns(towns, youth, SITES)
    steps = in_order(chosen, towns, youth)
    print(
        f"the best {SITES} of {len(towns)} towns reach {value:,.4f} young people; {looked:,} choices looked at"
    )
    found = {}
    for group, counties in groups.items():
        weight = weights(tracts, counties)
        parts = [("all", everywhere), ("beyond", beyond), *steps]
        parts += [("first three", frozenset().union(*(new for _, new in steps[:3])))]
        parts += [("all ten", frozenset().union(*(new for _, new in steps)))]
        found[group] = [(name, people_at(some, weight, counties)) for name, some in parts]
    return found


def main() -> None:
    """Print a line for each step."""
    found = answer(*sys.argv[1:5])
    for at, (name, _) in enumerate(found["youth"]):
        cells = [found[group][at][1] for group in found]
        print(
            f"| {name} | " + " | ".join(f"{people:,.1f} ± {margin:,.1f}" for people, margin in cells) + " |"
        )


if __name__ == "__main__":
    main()

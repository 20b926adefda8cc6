"""The figures of girls-and-computing.md anew, from the official files and the page's list of programs alone.

    python docs/stories/check_girls.py DATABASE_URL ACS_B01001.csv.gz CENPOP_TRACTS.txt.gz [COUNTIES.csv]

Uses nothing of the service: PostGIS `geography` decides which census tracts lie within 25 miles, plain Python does the
rest. Any PostGIS will do: it makes temporary tables only. With a last argument the counties are written there.
"""

import csv
import gzip
import io
import math
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg

HERE = Path(__file__).parent
PROGRAMS = HERE / "girls-and-computing-programs.csv"
STATES = {"08": "CO", "16": "ID", "32": "NV", "35": "NM", "49": "UT", "56": "WY"}
MILE_M = 1609.344
GIRLS = ("B01001_028", "B01001_029", "B01001_030")
"""Female, 5 to 9, 10 to 14 and 15 to 17 years."""

WITHIN = """
SELECT left(t.geoid, 5), sum(t.people),
       sum(t.people) FILTER (WHERE EXISTS (SELECT FROM program p WHERE ST_DWithin(t.place, p.place, %s)))
FROM tract t GROUP BY 1
"""


def rows(path: str | Path) -> Iterator[dict[str, str]]:
    """Rows of a CSV file, in gzip or not, with or without a byte order mark."""
    content = Path(path).read_bytes()
    text = gzip.decompress(content) if str(path).endswith(".gz") else content
    yield from csv.DictReader(io.StringIO(text.decode("utf-8-sig")))


def girls_by_county(acs: str) -> dict[str, tuple[str, float, float]]:
    """County -> name, girls 5 to 17 and their 90 % margin: the root of the sum of the squares of the three lines'."""
    found = {}
    for row in rows(acs):
        if row["state"] in STATES:
            girls = sum(float(row[f"{line}E"]) for line in GIRLS)
            margin = math.sqrt(sum(float(row[f"{line}M"] or 0) ** 2 for line in GIRLS))
            found[row["state"] + row["county"]] = (row["NAME"], girls, margin)
    return found


def people_within(url: str, cenpop: str, miles: float) -> dict[str, tuple[int, int]]:
    """County -> people of 2020, and those at tract centers within `miles` of any program that has a place."""
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TEMP TABLE tract (geoid text, people int, place geography(Point, 4326))")
        connection.execute("CREATE TEMP TABLE program (place geography(Point, 4326))")
        tracts = [
            (row["STATEFP"] + row["COUNTYFP"] + row["TRACTCE"], int(row["POPULATION"]),
             float(row["LONGITUDE"]), float(row["LATITUDE"]))
            for row in rows(cenpop) if row["STATEFP"] in STATES
        ]  # fmt: skip
        programs = [
            (float(row["lon"]), float(row["lat"])) for row in rows(PROGRAMS) if row["reach"] == "site"
        ]
        with connection.cursor() as cursor:
            cursor.executemany("INSERT INTO tract VALUES (%s, %s, ST_MakePoint(%s, %s)::geography)", tracts)
            cursor.executemany("INSERT INTO program VALUES (ST_MakePoint(%s, %s)::geography)", programs)
        answer = connection.execute(WITHIN, (miles * MILE_M,)).fetchall()
        connection.rollback()
    return {county: (people, within or 0) for county, people, within in answer}


def counties(url: str, acs: str, cenpop: str, miles: float = 25) -> list[dict[str, object]]:
    """Each county with its girls, the share of its people within, and both products, with margins."""
    girls, people = girls_by_county(acs), people_within(url, cenpop, miles)
    found = []
    for code, (name, number, margin) in sorted(girls.items()):
        everyone, within = people[code]
        share = within / everyone
        found.append({
            "geoid": code, "county": name, "girls": number, "girls_margin": margin, "people": everyone,
            "people_within": within, "girls_within": number * share, "girls_within_margin": margin * share,
        })  # fmt: skip
    return found


def totals(found: list[dict[str, object]]) -> dict[str, float]:
    """Girls, those within, and the share, each with its margin (root of the sum of squares; a proportion's formula)."""

    def add(name: str) -> tuple[float, float]:
        values = [(float(str(row[name])), float(str(row[f"{name}_margin"]))) for row in found]
        return sum(value for value, _ in values), math.sqrt(sum(margin**2 for _, margin in values))

    (all_girls, all_margin), (within, within_margin) = add("girls"), add("girls_within")
    share = within / all_girls
    share_margin = math.sqrt(within_margin**2 - share**2 * all_margin**2) / all_girls
    return {
        "girls": all_girls, "girls_margin": all_margin, "within": within, "within_margin": within_margin,
        "share": share, "share_margin": share_margin,
    }  # fmt: skip


def main() -> None:
    """Print the headline and each state; write the counties where asked to."""
    url, acs, cenpop = sys.argv[1:4]
    for miles in (20, 25, 30):
        found = counties(url, acs, cenpop, miles)
        print(f"{miles} miles:", {name: round(value, 6) for name, value in totals(found).items()})
        if miles == 25:
            kept = found
    for code, state in STATES.items():
        of_state = [row for row in kept if str(row["geoid"]).startswith(code)]
        print(state, {name: round(value, 6) for name, value in totals(of_state).items()})
    if len(sys.argv) > 4:
        with Path(sys.argv[4]).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, kept[0], lineterminator="\n")
            writer.writeheader()
            writer.writerows(kept)


if __name__ == "__main__":
    main()

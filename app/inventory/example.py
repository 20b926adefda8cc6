"""A made-up inventory of a state, with mistakes on purpose: to see what a check says before sending a real one."""

import csv
import io
from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

_HEADER: Final = (
    "SAMPLE ID,Program Name,Type,City,ZIP,Latitude,Longitude,Subjects,Grades,Fee,Web site,Start Date,Office"
)
_ROWS: Final = """\
SAMPLE Riverside Robotics Club,Club,,,robotics; coding,6-8,Free,https://example.org/robots,
SAMPLE Mountain Science Camp,Summer camp,,,biology; earth science,3-5,$125,https://example.org/camp,2027-06-14
SAMPLE Library Makerspace,Makerspace,,,engineering,K-12,Free,example.org/make,
SAMPLE Night Sky Evenings,After-school program,,,astronomy,K-12,$5,https://example.org/sky,2027-03-04
SAMPLE Girls Code,Club,0,0,computing,high school,Free,https://example.org/code,
SAMPLE Engineering Mentors,Mentoring,,,basket weaving,9-12,ask us,not a website,
SAMPLE Chemistry on Wheels,Mobile lab,,,chemistry,6-12,Free,https://example.org/wheels,
SAMPLE Math Circle,Club,,,math,6-12,Free,https://example.org/math,
,Library,,,technology,K-5,Free,,
SAMPLE Farm Data Days,Camp,,,agriculture; data science,5-8,$40,https://example.org/farm,2027-07-06
SAMPLE Health Careers Night,Event,,,health science,9-12,Free,https://example.org/health,2027-04-09
"""
"""Name, type, latitude, longitude and what follows them; the town and ZIP code are the state's own."""
_PLACES: Final = text(
    "SELECT geoid, name FROM area WHERE kind = 'zip' AND state = :state ORDER BY md5(geoid) LIMIT :most"
)


def example_csv(session: Session, state: str) -> bytes:
    """The example for `state`, in ZIP areas of it: mostly good rows, two with errors and some with remarks."""
    rows = list(csv.reader(io.StringIO(_ROWS)))
    places = session.execute(_PLACES, {"state": state, "most": len(rows)}).all()
    out = io.StringIO(newline="")
    out.write(_HEADER + "\r\n")
    writer = csv.writer(out)
    for at, (name, kind, *rest) in enumerate(rows):
        zip_code, town = places[at % len(places)] if places else ("", "")
        writer.writerow((f"EX-{at + 1}", name, kind, town, zip_code, *rest, "North" if at % 2 else "South"))
    return out.getvalue().encode()

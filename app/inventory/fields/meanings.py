"""What each field means, what its cells may say, and an example: the words of the data dictionary and the template."""

from dataclasses import dataclass
from typing import Final

from app.vocabulary import assets, people
from app.vocabulary.careers import CLUSTERS
from app.vocabulary.codes import STATES
from app.vocabulary.terms import Vocabulary


@dataclass(frozen=True)
class Meaning:
    """One field for a reader. `values` is its closed list; `many` says that a cell may hold several of them."""

    text: str
    form: str
    example: str
    values: Vocabulary | None = None
    many: bool = False
    needed: str = ""


_SEVERAL = "one or more, separated by semicolons"
_DAY = "a day as 2026-06-01"
_YES_NO = "yes or no"
YES_NO: Final = Vocabulary("yes or no", {"yes": "Yes", "no": "No"})


def _list(text: str, values: Vocabulary, example: str) -> Meaning:
    return Meaning(text, f"{_SEVERAL}: values below, or everyday words for them", example, values, many=True)


def _one(text: str, values: Vocabulary, example: str, needed: str = "") -> Meaning:
    return Meaning(
        text, "one of the values below, or an everyday word for it", example, values, needed=needed
    )


def _answer(text: str, example: str = "yes") -> Meaning:
    return Meaning(text, _YES_NO, example, YES_NO)


def _number(register: str, form: str, example: str) -> Meaning:
    return Meaning(f"Number in {register}.", f"{form}, as text: leading zeros count", example)


MEANINGS: Final[dict[str, Meaning]] = {
    "key": Meaning(
        "Your own key of the row. It must be unique and never change: by it the row is known again.",
        "text", "EXAMPLE-2", needed="recommended",
    ),
    "kind": _one("What sort of thing the row is.", assets.KINDS, "program", "kind or subtype"),
    "subtype": _one("The type within its kind.", assets.ALL_SUBTYPES, "after-school program", "kind or subtype"),
    "name": Meaning("What it is called.", "text", "Robotics at the Library", needed="yes"),
    "alternate_name": Meaning("Another name or an acronym.", "text", "RatL"),
    "description": Meaning("What it is, in a few sentences.", "text, line breaks allowed", "Build a robot."),
    "url": Meaning("Its page for the public.", "a web address", "https://www.example.org/robotics"),
    "email": Meaning("Whom the public may write to.", "one e-mail address", "robotics@example.org"),
    "phone": Meaning("Whom the public may call.", "ten digits, with ext. 12 if need be", "505-555-0123"),
    "status": _one("Whether it runs now; empty keeps what is known.", assets.STATUSES, "active"),
    "visibility": _one("Who may see the row; empty keeps what is known.", assets.VISIBILITIES, "public"),
    "parent": Meaning(
        "The organization that runs it.", "its key or its name; another name is kept as text", "EXAMPLE-1"
    ),
    "state": _one("The state it is in.", STATES, "NM", "in files of several states"),
    "address": Meaning("Street address.", "text", "145 Washington Ave"),
    "city": Meaning("Town of the address.", "text", "Santa Fe", needed="one of point, ZIP, town"),
    "postal_code": Meaning("ZIP code.", "five digits, as text, or 87501-1234", "87501"),
    "lat": Meaning("Latitude, WGS84.", "decimal degrees", "35.6880"),
    "lon": Meaning("Longitude, WGS84; negative in the United States.", "decimal degrees", "-105.9395"),
    "reach": _one("How far it reaches; empty keeps what is known.", assets.REACHES, "site"),
    "lat_lon": Meaning(
        "Latitude and longitude in one cell, in place of the two.", "35.688, -105.9395 or degrees and minutes",
        "35.688, -105.9395",
    ),
    "county": Meaning(
        "County of the address: places a row that has nothing better, and checks one that has.",
        "its name or its five-digit FIPS code", "Santa Fe",
    ),
    "service_areas": Meaning(
        "Whom it serves, where that is more than its site.",
        f"counties, {_SEVERAL}; or statewide, national, virtual, within 30 miles", "Santa Fe; Rio Arriba",
    ),
    "service_radius": Meaning("How far from its site it serves.", "miles, or a number with its unit", "30"),
    "service_radius_km": Meaning(
        "How far from its site it serves, in kilometres, in place of miles.", "kilometres", "50"
    ),
    "stops": Meaning(
        "Where a mobile program stops, and when.",
        "place or coordinates and a day, stops separated by semicolons", "Fairgrounds 35.6655, -105.9644 2026-09-12",
    ),
    "disciplines": _list("Fields of STEM.", assets.DISCIPLINES, "robotics; computing"),
    "career_clusters": _list(
        "Career clusters of 2024 (those of 2002 are understood).", CLUSTERS, "Digital Technology"
    ),
    "cip_codes": Meaning("Codes of the Classification of Instructional Programs.", _SEVERAL, "14.0801; 11.07"),
    "soc_codes": Meaning("Codes of the Standard Occupational Classification.", _SEVERAL, "17-2051"),
    "grades": _list("Grades it serves: single grades, ranges (6-8) and bands (middle school).", people.GRADES, "6-8"),
    "min_age": Meaning("Lowest age.", "whole years", "11"),
    "max_age": Meaning("Highest age.", "whole years", "14"),
    "ages": Meaning("Lowest and highest age in one cell, in place of the two.", "10-14 or 18+", "11-14"),
    "audiences": _list("Whom it is designed for; “everyone” where it is for all.", people.AUDIENCES, "girls; rural"),
    "restricted_to": _list("Who alone may take part.", people.AUDIENCES, "veterans"),
    "languages": _list("Languages it is offered in.", people.LANGUAGES, "English; Spanish"),
    "start_date": Meaning("First day.", _DAY, "2026-09-08"),
    "end_date": Meaning("Last day.", _DAY, "2026-11-17"),
    "application_deadline": Meaning("Last day to apply.", _DAY, "2026-08-31"),
    "seasons": _list("When in the year.", assets.SEASONS, "school-year"),
    "times_of_day": _list("When in the day.", assets.TIMES_OF_DAY, "after-school"),
    "cost": Meaning("Cost to a participant in US dollars.", "0, 25, $25, $10-20 or a band", "free", assets.COST_BANDS),
    "financial_aid": _answer("Whether help with the cost is offered."),
    "stipend": _answer("Whether participants are paid.", "no"),
    "delivery_mode": _one("How it is held.", assets.DELIVERY_MODES, "in-person"),
    "transport_provided": _answer("Whether a ride is provided.", "no"),
    "accessibility": Meaning("What is done for people with disabilities.", _SEVERAL, "ramp; ASL interpreter"),
    "broadband_needed": _answer("Whether taking part needs fast internet at home.", "no"),
    "seats": Meaning("How many can take part in a year.", "a whole number", "24"),
    "source_url": Meaning("Where this was found.", "a web address", "https://www.example.org/directory"),
    "ipeds_unitid": _number("the federal list of colleges (IPEDS)", "six digits", "187985"),
    "nces_school": _number("the federal list of public schools", "twelve digits", "350006000001"),
    "nces_district": _number("the federal list of school districts", "seven digits", "3500060"),
    "opeid": _number("the list of the Office of Postsecondary Education", "six to eight digits", "00266300"),
    "ein": _number("the employers' register", "nine digits", "85-0000000"),
    "uei": _number("the federal register of partners (SAM)", "twelve letters and digits", "ABCDEFGHJKL1"),
}  # fmt: skip
"""By field, in the order of the data dictionary."""

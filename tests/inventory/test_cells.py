"""Single cells: what they say, and what they do not."""

import pytest

from app.inventory.cells import Parser, dates, lists, numbers, texts
from app.inventory.cells.copytext import all_escaped, escaped
from app.vocabulary.assets import DISCIPLINES, SEASONS

discipline = lists.known("disciplines", DISCIPLINES, "discipline-unknown")


@pytest.mark.parametrize(
    ("parse", "text", "values"),
    [
        (texts.web_address("url"), "www.unm.edu", {"url": "https://www.unm.edu"}),
        (texts.web_address("url"), "HTTP://a.org/b?c=d", {"url": "HTTP://a.org/b?c=d"}),
        (texts.phone, "1 (505) 277-0111 x12", {"phone": "505-277-0111 ext. 12"}),
        (texts.phone, "505.277.0111", {"phone": "505-277-0111"}),
        (texts.email, "a.b@c-d.org", {"email": "a.b@c-d.org"}),
        (texts.official_number("ein", r"\d{2}-?\d{7}"), "85-1234567", {"identifier ein": "85-1234567"}),
        (numbers.cost, "Free", {"cost_band": "free", "cost_amount": 0}),
        (numbers.cost, "$1,250.50", {"cost_band": "200-plus", "cost_amount": 1250.5}),
        (numbers.cost, "25", {"cost_band": "under-50", "cost_amount": 25.0}),
        (numbers.cost, "$10 - $20", {"cost_band": "under-25", "cost_amount": None}),
        (numbers.cost, "<25", {"cost_band": "under-25", "cost_amount": None}),
        (numbers.cost, "$0", {"cost_band": "free", "cost_amount": 0.0}),
        (numbers.cost, "sliding scale", {"cost_band": "sliding-scale", "cost_amount": None}),
        (numbers.seats, "1,200", {"seats": 1200}),
        (numbers.ages, "ages 10-14 years", {"min_age": 10, "max_age": 14}),
        (numbers.ages, "18+", {"min_age": 18, "max_age": None}),
        (numbers.yes_no("stipend"), "Yes", {"stipend": True}),
        (numbers.yes_no("stipend"), "No.", {"stipend": False}),
        (dates.day("start_date"), "2025-03-04", {"start_date": "2025-03-04"}),
        (dates.day("start_date"), "03/14/2025", {"start_date": "2025-03-14"}),
        (dates.day("start_date"), "14.3.2025", {"start_date": "2025-03-14"}),
        (dates.day("start_date"), "4/4/2025", {"start_date": "2025-04-04"}),
        (dates.day("start_date"), "March 4th, 2025", {"start_date": "2025-03-04"}),
        (dates.day("start_date"), "4 Mar 2025", {"start_date": "2025-03-04"}),
        (discipline, "math and engineering", {"disciplines": ["mathematics", "engineering"]}),
        (discipline, "Robotics; Coding/Cyber | Biology",
         {"disciplines": ["biology", "computing", "cybersecurity", "robotics"]}),
        (discipline, "Earth and environment, Physics", {"disciplines": ["physics", "earth-environment"]}),
        (discipline, "science, technology, engineering, and math",
         {"disciplines": ["mathematics", "engineering", "technology", "general-science"]}),
        (lists.known("seasons", SEASONS), "Summer & Fall", {"seasons": ["school-year", "summer"]}),
        (lists.grades, "K-2, 6th-8th", {"grades": ["K", "1", "2", "6", "7", "8"]}),
        (lists.grades, "9; 10 and 11", {"grades": ["9", "10", "11"]}),
        (lists.grades, "elementary & middle school", {"grades": ["1", "2", "3", "4", "5", "6", "7", "8"]}),
        (lists.audiences, "All students", {"designed_for": [], "open_to_all": True}),
        (lists.audiences, "Girls, Hispanic/Latino",
         {"designed_for": ["hispanic", "women-girls"], "open_to_all": None}),
        (lists.clusters, "Arts, Entertainment, & Design; Agriculture",
         {"career_clusters": ["agriculture", "arts-entertainment-design"], "career_clusters_2002": []}),
        (lists.clusters, "Law, Public Safety, Corrections & Security",
         {"career_clusters": [], "career_clusters_2002": ["law-public-safety-corrections-security"]}),
        (lists.cip_codes, "14.0801, 1.01", {"cip_codes": ["01.01", "14.0801"]}),
        (lists.soc_codes, "17-2051", {"soc_codes": ["17-2051"]}),
    ],
)  # fmt: skip
def test_understood(parse: Parser, text: str, values: dict[str, object]) -> None:
    parsed = parse(text)
    assert (dict(parsed.values), parsed.problems) == (values, ())


@pytest.mark.parametrize(
    ("parse", "text", "code"),
    [
        (texts.web_address("url"), "javascript://x.org/%0aalert(1)", "url-bad"),
        (texts.web_address("url"), "see our page", "url-bad"),
        (texts.web_address("url"), "http://[::1", "url-bad"),
        (texts.email, "a@b@c.org", "email-bad"),
        (texts.phone, "277-0111", "phone-bad"),
        (texts.official_number("ein", r"\d{9}"), "85-12", "identifier-bad"),
        (numbers.cost, "ask us", "cost-bad"),
        (numbers.cost, "-5", "cost-bad"),
        (numbers.cost, "$20-$10", "cost-bad"),
        (numbers.seats, "2.5", "seats-bad"),
        (numbers.seats, "٣", "seats-bad"),
        (numbers.age("min_age"), "130", "age-bad"),
        (numbers.ages, "kids", "age-bad"),
        (numbers.yes_no("stipend"), "maybe", "yes-no-bad"),
        (dates.day("start_date"), "03/04/2025", "date-ambiguous"),
        (dates.day("start_date"), "2025-02-29", "date-bad"),
        (dates.day("start_date"), "3/14/25", "date-bad"),
        (dates.day("start_date"), "45322", "date-bad"),
        (dates.day("start_date"), "13 Foo 2025", "date-bad"),
        (discipline, "Basket weaving", "discipline-unknown"),
        (lists.grades, "8-6", "grades-not-understood"),
        (lists.clusters, "Wizardry", "cluster-unknown"),
        (lists.cip_codes, "14.080", "code-bad"),
    ],
)
def test_not_understood(parse: Parser, text: str, code: str) -> None:
    assert [problem.code for problem in parse(text).problems] == [code]


def test_what_is_known_in_a_list_is_kept() -> None:
    parsed = discipline("Robotics, Basket weaving")
    assert parsed.values["disciplines"] == ["robotics"]
    assert [problem.value for problem in parsed.problems] == ["Basket weaving"]


@pytest.mark.parametrize("cells", [[], [""], ["a", "b,c"], ["a", "b\\c"], ["a\tb", "\n", "\r"], ["é", "\\N"]])
def test_a_column_is_escaped_as_its_cells_are(cells: list[str]) -> None:
    assert all_escaped(cells) == [escaped(cell) for cell in cells]

"""Public schools in both of their layouts."""

from collections.abc import Callable

import pytest

from tests.inventory.official.conftest import Ours

Make = Callable[..., Ours]
DIRECTORY = {
    "SCHOOL_YEAR": "2022-2023", "ST": "AL", "LEAID": "0100005", "LEA_NAME": "Albertville City",
    "NCESSCH": "010000500870", "SCH_NAME": "Albertville Middle School", "LSTREET1": "600 E Alabama Ave",
    "LSTREET2": "M", "LCITY": "Albertville", "LSTATE": "AL", "LZIP": "35950", "LZIP4": "2322",
    "PHONE": "(256)878-2341", "WEBSITE": "http://www.albertk12.org", "SY_STATUS": "1", "SY_STATUS_TEXT": "Open",
    "UPDATED_STATUS": "1", "SCH_TYPE_TEXT": "Regular School", "CHARTER_TEXT": "No", "LEVEL": "Middle",
    "GSLO": "07", "GSHI": "08",
}  # fmt: skip
GEOCODE = {
    "X": "-86.2062", "Y": "34.2602", "NCESSCH": "10000500870", "LEAID": "100005", "NAME": "Albertville Middle School",
    "STREET": "600 E Alabama Ave", "CITY": "Albertville", "STATE": "AL", "ZIP": "35950", "STFIP": "01",
    "LOCALE": "32", "LAT": "34.2602", "LON": "-86.2062", "SCHOOLYEAR": "2022-2023",
}  # fmt: skip


def test_the_directory_says_what_a_school_is_and_not_where(ours: Make) -> None:
    found = ours("schools", DIRECTORY)
    row = found.row
    assert (row["key"], row["subtype"], row["grades"], row["status"]) == (
        "010000500870",
        "school",
        "7; 8",
        "active",
    )
    assert (row["address"], row["phone"]) == ("600 E Alabama Ave", "(256)878-2341")
    assert (row["District NCES ID"], row["Charter school"]) == ("0100005", "")
    assert not {"lat", "lon"} & set(found.columns.values())


def test_the_geocodes_say_where_and_not_what(ours: Make) -> None:
    found = ours("schools", GEOCODE)
    row = found.row
    assert (row["key"], row["lat"], row["lon"]) == ("010000500870", "34.2602", "-86.2062")
    assert (row["District NCES ID"], row["Locale"]) == ("0100005", "Town, distant (32)")
    assert not {"grades", "status", "phone"} & set(found.columns.values())


@pytest.mark.parametrize(
    ("low", "high", "grades"),
    [
        ("PK", "KG", "PK; K"), ("KG", "05", "K; 1; 2; 3; 4; 5"), ("9", "13", "9; 10; 11; 12"), ("AE", "AE", "Adults"),
        ("UG", "UG", ""), ("M", "M", ""), ("N", "N", ""), ("08", "07", ""),
    ],
)  # fmt: skip
def test_grades(ours: Make, low: str, high: str, grades: str) -> None:
    assert ours("schools", DIRECTORY | {"GSLO": low, "GSHI": high}).row["grades"] == grades


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("2", "defunct"),
        ("6", "temporarily_closed"),
        ("7", "inactive"),
        ("8", "active"),
        ("Closed", "defunct"),
    ],
)
def test_status(ours: Make, code: str, status: str) -> None:
    assert ours("schools", DIRECTORY | {"UPDATED_STATUS": code}).row["status"] == status


@pytest.mark.parametrize(
    ("number", "state"), [("35000500870", "AL"), ("1.00005E+11", "AL"), ("10000500", "AL")]
)
def test_a_number_is_not_filled_up_unless_its_state_proves_it(ours: Make, number: str, state: str) -> None:
    found = ours("schools", GEOCODE | {"NCESSCH": number, "STATE": state})
    assert [(each.code, each.value) for each in found.aside] == [("official-number-bad", number)]


def test_a_zip_code_gets_its_zero_back_where_all_of_the_state_have_one(ours: Make) -> None:
    maine = GEOCODE | {"NCESSCH": "230000500870", "STATE": "ME", "ZIP": "4401"}
    assert ours("schools", maine).row["postal_code"] == "04401"
    assert ours("schools", GEOCODE | {"ZIP": "4401"}).row["postal_code"] == "4401"


def test_schools_of_the_armed_forces_are_refused_by_name(ours: Make) -> None:
    found = ours("schools", DIRECTORY | {"LSTATE": "AE", "NCESSCH": "580000500870"})
    assert [each.code for each in found.aside] == ["state-not-served"]

"""STEM programs: which lines count, how they become one program, and that they need their institution."""

from collections.abc import Callable

from app.vocabulary.cip import StemList
from tests.inventory.official.conftest import Ours

Make = Callable[..., Ours]
LINE = {
    "UNITID": "187967", "CIPCODE": "14.1901", "MAJORNUM": "1", "AWLEVEL": "05", "CTOTALT": "45", "XCTOTALT": "R",
    "CTOTALW": "10",
}  # fmt: skip
FIELD = {
    "UNITID": "187967", "OPEID6": "2654", "INSTNM": "New Mexico Tech", "CIPCODE": "1107",
    "CIPDESC": "Computer Science.", "CREDLEV": "3", "CREDDESC": "Bachelor's Degree",
    "IPEDSCOUNT1": "20", "IPEDSCOUNT2": "25",
}  # fmt: skip


def test_lines_of_one_program_become_one_asset(ours: Make) -> None:
    master = LINE | {"AWLEVEL": "7", "CTOTALT": "5", "CTOTALW": "2"}
    second = LINE | {"MAJORNUM": "2", "CTOTALT": "3", "CTOTALW": "3"}
    found = ours("completions", LINE, LINE | {"CIPCODE": "11.0701"}, master, second, vintage="2020")
    assert found.numbers == [2, 3]
    row = found.rows[0]
    assert (row["key"], row["name"]) == ("187967-14.1901", "Mechanical Engineering, New Mexico Tech")
    assert (row["subtype"], row["cip_codes"], row["disciplines"]) == (
        "degree-program",
        "14.1901",
        "engineering",
    )
    assert row["parent"] == "ipeds-unitid:187967"
    assert (row["lat"], row["lon"], row["postal_code"]) == ("34.0664", "-106.9053", "87801")
    assert row["Award levels"] == "Bachelor's degree; Master's degree"
    assert (row["Awards"], row["Awards to women"], row["Second majors"]) == ("50", "12", "3")
    assert "audiences" not in row


def test_lines_need_not_be_in_order(ours: Make) -> None:
    other = LINE | {"UNITID": "111111"}
    found = ours("completions", LINE, other, LINE | {"AWLEVEL": "7"})
    assert [row["Award levels"] for row in found.rows] == [
        "Bachelor's degree; Master's degree",
        "Bachelor's degree",
    ]


def test_a_program_is_where_its_institution_is_and_as_open(ours: Make) -> None:
    row = ours("completions", LINE | {"UNITID": "111111"}).row
    assert (row["status"], row["city"], row["lat"]) == ("defunct", "Gallup", "")


def test_totals_and_other_fields_are_left_out_by_reason(ours: Make) -> None:
    found = ours(
        "completions", LINE | {"CIPCODE": "99"}, LINE | {"CIPCODE": "14"}, LINE | {"CIPCODE": "52.0201"},
        LINE | {"AWLEVEL": "12"}, LINE | {"CIPCODE": "1.0999"},
    )  # fmt: skip
    assert found.left_out == {
        "totals over programs (CIP of two or four digits, 99)": 2,
        "not on the STEM list": 1,
        "totals over levels (AWLEVEL 12)": 1,
    }
    assert found.row["cip_codes"] == "01.0999"  # its lost zero is back


def test_without_its_institution_a_program_is_refused(ours: Make) -> None:
    found = ours("completions", LINE | {"UNITID": "100654"})
    assert [(each.code, each.row_number, each.value) for each in found.aside] == [
        ("institution-not-loaded", 2, "100654")
    ]
    assert "stemmap load ipeds" in found.aside[0].cure


def test_an_operators_own_list(ours: Make) -> None:
    own = StemList("own", {"50.0102": "Digital Arts"})
    found = ours("completions", LINE | {"CIPCODE": "50.0102"}, LINE | {"CIPCODE": "11.0701"}, stem=own)
    assert found.row["name"] == "Digital Arts, New Mexico Tech"


def test_fields_of_study(ours: Make) -> None:
    master = FIELD | {"CREDLEV": "5", "CREDDESC": "Master's Degree", "IPEDSCOUNT2": "PS"}
    found = ours(
        "scorecard",
        FIELD,
        master,
        FIELD | {"CIPCODE": "4506"},
        FIELD | {"UNITID": "NA"},
        FIELD | {"CIPCODE": "x"},
    )
    row = found.row
    assert (row["key"], row["name"]) == ("187967-11.07", "Computer Science, New Mexico Tech")
    assert (row["Award levels"], row["Awards"]) == ("Bachelor's Degree; Master's Degree", "25")
    assert found.left_out == {
        "not on the STEM list": 1, "institutions without a UNITID, most of them abroad": 1,
    }  # fmt: skip
    assert [each.code for each in found.aside] == ["code-bad"]


def test_a_field_code_that_lost_its_zero(ours: Make) -> None:
    assert (
        ours("scorecard", FIELD | {"CIPCODE": "109", "CIPDESC": "Animal Sciences."}).row["cip_codes"]
        == "01.09"
    )

"""The STEM list is whole, answers four and six digits, and every code has disciplines."""

import pytest

from app.errors import InvalidFileError
from app.vocabulary.assets import DISCIPLINES
from app.vocabulary.cip import PARTLY_STEM, WHOLE_SERIES, plain_title, read_stem_list, stem_list
from app.vocabulary.cip_disciplines import _FIELDS, _SERIES, disciplines_of
from app.vocabulary.codes import cip_of


def test_the_list_has_the_codes_the_department_published() -> None:
    """466 six-digit codes, 215 of them in the four whole series: the counts of the list of July 2024."""
    titles = stem_list().titles
    assert len(titles) == 466
    assert sum(code[:2] in WHOLE_SERIES for code in titles) == 215
    assert all(cip_of(code) == code and title for code, title in titles.items())
    assert titles["43.0407"] == "Geospatial Intelligence"  # added in 2023


@pytest.mark.parametrize(
    ("code", "stem"),
    [
        ("11.0701", True), ("11.07", True), ("14.9876", True), ("14", True), ("45.0603", True), ("45.06", False),
        ("52.1301", True), ("52.13", True), ("52.0201", False), ("51.22", False), ("50.07", False), ("99", False),
    ],
)  # fmt: skip
def test_what_is_stem(code: str, stem: bool) -> None:
    assert stem_list().holds(code) is stem


def test_fields_that_are_stem_in_part_are_on_the_list_in_part() -> None:
    assert stem_list().families >= PARTLY_STEM


def test_titles_are_said_as_people_say_them() -> None:
    assert stem_list().title("26.0101") == "Biology/Biological Sciences"
    assert stem_list().title("14.9876") == "Engineering (CIP 14.9876)"
    assert plain_title("Computer  Science.") == "Computer Science"


def test_an_operator_brings_a_list() -> None:
    lines = ["CIP,Title", '"11.0701","Computer Science."', "50.0102;Digital Arts", "nothing", "51.38,9"]
    own = read_stem_list("own.csv", lines)
    assert own.titles == {"11.0701": "Computer Science", "50.0102": "Digital Arts"}
    assert own.holds("50.0102")
    assert own.holds("14.0101")
    assert not own.holds("11.0101")
    with pytest.raises(InvalidFileError, match=r"empty\.csv holds no six-digit CIP code"):
        read_stem_list("empty.csv", ["a,b"])


def test_every_code_has_disciplines_of_ours() -> None:
    assert all(disciplines_of(code) for code in stem_list().titles)
    every = {slug for table in (_FIELDS, _SERIES) for slugs in table.values() for slug in slugs}
    assert every <= set(DISCIPLINES)
    assert disciplines_of("11.1003") == ("computing", "cybersecurity")
    assert disciplines_of("11.10") == ("computing",)
    assert disciplines_of("50.0101") == ()


def test_no_discipline_stands_for_a_code_that_is_not_stem() -> None:
    known = stem_list()
    assert [code for code in _FIELDS if len(code) == 7 and not known.holds(code)] == []

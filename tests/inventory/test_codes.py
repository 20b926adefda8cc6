"""The codes of findings, put together from their modules."""

import pytest

from app.inventory.codes import (
    CODES,
    assets,
    columns,
    cure_of_many,
    finding,
    offers,
    official,
    places,
    reading,
    rows,
    words_of_many,
)
from app.inventory.codes.general import CURES, MANY

TABLES = (
    columns.COLUMNS, reading.READING, rows.ROWS, official.OFFICIAL, assets.ASSETS, places.PLACES, offers.OFFERS,
)  # fmt: skip


def test_no_code_stands_in_two_modules() -> None:
    names = [code for table in TABLES for code in table]
    assert sorted(names) == sorted(set(names))
    assert names == list(CODES)


@pytest.mark.parametrize("code", CODES)
def test_what_a_code_says_of_many_rows_has_no_holes(code: str) -> None:
    for words in (words_of_many(code), cure_of_many(code)):
        assert not set("{}") & set(words)
        assert " …" not in f" {words}".replace("“", " ")
        assert words.endswith(".")
        assert words[:1].isupper()


def test_general_sentences_are_of_codes_with_details_alone() -> None:
    assert set(MANY) == {code for code, each in CODES.items() if "{" in each.message}
    assert set(CURES) == {code for code, each in CODES.items() if "{" in each.cure}


def test_a_long_value_is_cut_in_its_finding() -> None:
    told = finding("name-missing", 3, "name", "x" * 1000)
    assert (told.severity, told.row_number, len(told.value or "")) == ("error", 3, 200)

"""The codes of findings, put together from their modules."""

import pytest

from app.inventory.codes import (
    CODES,
    assets,
    columns,
    finding,
    in_general,
    offers,
    official,
    places,
    reading,
    rows,
)

TABLES = (
    columns.COLUMNS, reading.READING, rows.ROWS, official.OFFICIAL, assets.ASSETS, places.PLACES, offers.OFFERS,
)  # fmt: skip


def test_no_code_stands_in_two_modules() -> None:
    names = [code for table in TABLES for code in table]
    assert sorted(names) == sorted(set(names))
    assert names == list(CODES)


@pytest.mark.parametrize("code", CODES)
def test_what_a_code_says_in_general_names_no_row(code: str) -> None:
    for words in (CODES[code].message, CODES[code].cure):
        assert "{" not in in_general(words)
        assert in_general(words)[:1].isupper() or in_general(words)[:1] in "“…#0123456789`"


def test_a_long_value_is_cut_in_its_finding() -> None:
    told = finding("name-missing", 3, "name", "x" * 1000)
    assert (told.severity, told.row_number, len(told.value or "")) == ("error", 3, 200)

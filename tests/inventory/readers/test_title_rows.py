"""Finding the header of a sheet: under titles, in two rows, by names nobody knows."""

import pytest

from app.inventory.readers.title_rows import find_header

TABLE = [["id", "name", "city"], ["1", "A", "Taos"], ["2", "B", "Raton"]]


def names(
    rows: list[list[str]], *merged: tuple[tuple[int, int], tuple[int, int]], wanted: int | None = None
) -> object:
    width = max(map(len, rows))
    found = find_header([row + [""] * (width - len(row)) for row in rows], merged, wanted)
    return found and (found.row, found.names)


@pytest.mark.parametrize(
    "above",
    [[], [["STEM assets of New Mexico"]], [["Report"], [], ["June 2025", "", "draft"]], [[""], [""], [""]]],
)
def test_titles_and_blanks_above_are_passed_over(above: list[list[str]]) -> None:
    assert names(above + TABLE) == (len(above), ("id", "name", "city"))


def test_unknown_names_on_top_win_over_rows_of_words() -> None:
    assert names([["Wer", "Wo"], ["Library", "Taos"], ["School", "Raton"]]) == (0, ("Wer", "Wo"))


def test_rows_of_numbers_are_no_header() -> None:
    assert names([["2023", "2024", ""], *TABLE]) == (1, ("id", "name", "city"))


def test_a_row_among_data_is_no_header_though_it_holds_names() -> None:
    rows = [
        ["Field", "Meaning", "Rule"],
        ["key", "your number", "text"],
        ["name", "city", "text"],
        ["a", "b", "c"],
    ]
    assert names(rows) == (0, ("Field", "Meaning", "Rule"))


def test_a_merged_group_goes_before_the_names_below_it() -> None:
    rows = [["name", "Contact", ""], ["", "Phone", "Email"], ["A", "505", "a@b.org"]]
    assert names(rows, ((0, 1), (0, 2))) == (1, ("name", "Contact Phone", "Contact Email"))


def test_a_title_merged_over_everything_is_no_group() -> None:
    assert names([["Inventory", "", ""], *TABLE], ((0, 0), (0, 2))) == (1, ("id", "name", "city"))


def test_a_title_merged_over_some_columns_is_no_group() -> None:
    assert names([["Inventory", "", "Draft"], *TABLE], ((0, 0), (0, 1))) == (1, ("id", "name", "city"))


def test_a_row_that_a_person_names_is_taken() -> None:
    assert names([["name", "city", "id"], *TABLE], wanted=1) == (1, ("id", "name", "city"))
    assert names(TABLE, wanted=99) is None


def test_a_sheet_without_text_has_no_header() -> None:
    assert names([["", ""], ["", ""]]) is None

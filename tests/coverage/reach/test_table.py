"""A table of one's own costs: refused when wrong, by row; otherwise the same sums as brute force."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
import pytest

from app.coverage import decay as d
from app.coverage.reach.table import CostTable, TableReach, cost_table, read_cost_table
from app.errors import BadParameterError, InvalidFileError

PEOPLE, WEIGHT = np.array([10.0, 20.0, 0.0, 5.0]), np.array([2.0, 0.0, 3.0])
ROWS = [(0, 0, 5.0), (0, 2, 20.0), (1, 1, 1.0), (1, 0, 30.0), (2, 2, 0.0)]


def small() -> CostTable:
    place, site, cost = (np.array(each) for each in zip(*ROWS, strict=True))
    return cost_table(place, site, cost, 4, 3)


def test_rows_are_kept_by_place_and_who_has_none_is_told() -> None:
    table = small()
    assert table.first.tolist() == [0, 2, 4, 5, 5]
    assert table.site.tolist() == [0, 2, 0, 1, 2]
    assert table.cost.tolist() == [5, 20, 30, 1, 0]
    assert table.places_missing.tolist() == [3]
    assert cost_table(np.array([0]), np.array([1]), np.array([1.0]), 1, 3).sites_missing.tolist() == [0, 2]
    assert table.site.itemsize + table.cost.itemsize == 12


def test_sums_over_a_table() -> None:
    reach, decay = TableReach(small(), PEOPLE, WEIGHT), d.luo_qi_slow()
    assert reach.to_sites(PEOPLE, decay).tolist() == [10 * 1 + 20 * 0.22, 0, 10 * 0.68 + 0]
    assert reach.to_places(WEIGHT, decay).tolist() == [2 + 3 * 0.68, 2 * 0.22, 3, 0]
    assert reach.to_places(WEIGHT, decay, squared=True) == pytest.approx([2 + 3 * 0.68**2, 2 * 0.22**2, 3, 0])
    assert reach.in_reach(30.0).tolist() == [2, 1, 1, 0]  # a site without a weight is no supply
    assert reach.in_reach(29.9).tolist() == [2, 0, 1, 0]


def test_blocks_make_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    before = TableReach(small(), PEOPLE, WEIGHT).to_sites(PEOPLE, d.linear(40))
    monkeypatch.setattr("app.coverage.reach.table._PAIRS_AT_ONCE", 2)
    assert (TableReach(small(), PEOPLE, WEIGHT).to_sites(PEOPLE, d.linear(40)) == before).all()


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ((0, 2, 7.0), r"Rows 1 and 5 are about the same pair: keep one of them\."),
        ((4, 0, 1.0), r"Row 5 names place 4 that is not among the places\."),
        ((-1, 0, 1.0), r"Row 5 names place -1"),
        ((0, 3, 1.0), r"Row 5 names site 3 that is not among the sites\."),
        ((3, 0, -0.5), r"Row 5 has the cost -0\.5: it must be a number of at least 0\."),
        ((3, 0, float("nan")), r"Row 5 has the cost nan"),
        ((3, 0, float("inf")), r"Row 5 has the cost inf"),
    ],
)
def test_a_wrong_row_is_named(row: tuple[int, int, float], words: str) -> None:
    place, site, cost = (np.array(each) for each in zip(*[*ROWS, row], strict=True))
    with pytest.raises(BadParameterError, match=words):
        cost_table(place, site, cost, 4, 3)


def test_columns_of_unequal_length_are_no_table() -> None:
    with pytest.raises(BadParameterError, match="are not one table"):
        cost_table(np.array([0]), np.array([0, 1]), np.array([1.0]), 1, 2)


def test_csv_and_parquet(tmp_path: Path) -> None:
    columns = {"origin": ["08001", "08001", "32003"], "dest": ["a", "b", "a"], "minutes": [3.5, 60.0, 0.0]}
    pa.csv.write_csv(pa.table(columns), tmp_path / "t.csv")
    pa.parquet.write_table(pa.table(columns), tmp_path / "t.parquet")
    for name in ("t.csv", "t.parquet"):
        names = ("origin", "dest", "minutes")
        table = read_cost_table(tmp_path / name, ["08001", "32003", "56001"], ["a", "b"], names)
        assert table.first.tolist() == [0, 2, 3, 3]  # the leading zero of a code is kept
        assert table.cost.tolist() == [3.5, 60, 0]
        assert table.places_missing.tolist() == [2]
        with pytest.raises(
            BadParameterError, match=r"Row 2 names place `32003` that is not among the places\."
        ):
            read_cost_table(tmp_path / name, ["08001"], ["a", "b"], names)
        with pytest.raises(InvalidFileError, match=r"It needs the columns place, site, cost\."):
            read_cost_table(tmp_path / name, ["08001"], ["a"])


@pytest.mark.parametrize("content", ["place,site,cost\n1,2,soon\n", "", "place,site\n1,2\n"])
def test_a_file_that_is_no_table(tmp_path: Path, content: str) -> None:
    (tmp_path / "t.csv").write_text(content)
    with pytest.raises(InvalidFileError, match=r"The cost table `t\.csv` cannot be read"):
        read_cost_table(tmp_path / "t.csv", ["1"], ["2"])
    with pytest.raises(InvalidFileError, match="cannot be read"):
        read_cost_table(tmp_path / "none.parquet", ["1"], ["2"])


def test_an_empty_cost_is_not_a_number(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("place,site,cost\n1,2,\n")
    with pytest.raises(BadParameterError, match="Row 0 has the cost nan"):
        read_cost_table(tmp_path / "t.csv", ["1"], ["2"])


def test_ids_must_be_distinct(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("place,site,cost\n1,2,3\n")
    with pytest.raises(BadParameterError, match="The ids of the places are not distinct"):
        read_cost_table(tmp_path / "t.csv", ["1", "1"], ["2"])

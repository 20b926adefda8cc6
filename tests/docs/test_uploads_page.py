"""docs/uploads.md lists every finding a file can get, with its cause."""

from pathlib import Path

import pytest

from app.inventory.codes import CODES
from app.inventory.columns import LOWEST
from app.inventory.headers import CONFIDENCE
from app.inventory.shapes import SAMPLE_VALUES
from app.inventory.weighing import SUGGESTED

PAGE = (Path(__file__).parents[2] / "docs" / "uploads.md").read_text()

COLUMNS = [line for line in PAGE.splitlines() if line.count(" | ") == 2]
"""The table of how columns are understood."""


@pytest.mark.parametrize("code", CODES)
def test_each_code_is_explained(code: str) -> None:
    kind = CODES[code]
    assert f"| `{code}` | {kind.severity} | {kind.cause} |" in PAGE


def test_no_code_is_explained_that_is_gone() -> None:
    listed = {line.split("`")[1] for line in PAGE.splitlines() if line.startswith("| `")}
    assert listed == set(CODES)


def test_the_bar_for_columns_is_the_one_in_the_code() -> None:
    assert f"Below **{LOWEST}** no column is taken" in PAGE
    for how, confidence in CONFIDENCE.items():
        line = next(line for line in COLUMNS if f"`{how}`" in line.split(" | ")[1])
        assert f"{confidence:g}" in line.split(" | ")[0]


def test_how_many_values_are_looked_at() -> None:
    assert f"The first {SAMPLE_VALUES} different values count" in PAGE
    assert f"at most {SUGGESTED:g}" in PAGE

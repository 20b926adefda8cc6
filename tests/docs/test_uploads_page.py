"""docs/uploads.md lists every finding a file can get, with its cause."""

from pathlib import Path

import pytest

from app.inventory.codes import CODES

PAGE = (Path(__file__).parents[2] / "docs" / "uploads.md").read_text()


@pytest.mark.parametrize("code", CODES)
def test_each_code_is_explained(code: str) -> None:
    kind = CODES[code]
    assert f"| `{code}` | {kind.severity} | {kind.cause} |" in PAGE


def test_no_code_is_explained_that_is_gone() -> None:
    listed = {line.split("`")[1] for line in PAGE.splitlines() if line.startswith("| `")}
    assert listed == set(CODES)

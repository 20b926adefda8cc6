"""docs/demand.md speaks of every source, every group and fact that is made, and every change of codes."""

from pathlib import Path

import pytest

from app.geography.official.changes import CHANGES
from app.geography.official.formulas import FACT_FORMULAS, GROUP_FORMULAS
from app.geography.official.sources import AREA_SOURCES

PAGE = (Path(__file__).parents[2] / "docs" / "demand.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("slug", [*AREA_SOURCES, "census"])
def test_each_source_is_explained(slug: str) -> None:
    assert f"| `{slug}` |" in PAGE


@pytest.mark.parametrize("formula", [*GROUP_FORMULAS, *FACT_FORMULAS], ids=lambda each: each.table)
def test_each_group_and_fact_names_its_table(formula: object) -> None:
    slug = getattr(formula, "group", None) or getattr(formula, "fact", "")
    (row,) = [
        line for line in PAGE.splitlines() if line.startswith("| `") and f"`{slug}`" in line.split("|")[1]
    ]
    assert formula.table[:6] in row or f", {formula.table[6:]}" in row  # type: ignore[attr-defined]


def test_changes_of_codes_are_told() -> None:
    for change in CHANGES:
        assert str(change.year) in PAGE
        if len(change.old) < 3:
            assert f"({change.old[0]})" in PAGE

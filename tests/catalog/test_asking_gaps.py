"""Which searches ask who has nothing near."""

import pytest

from app.catalog.asking_gaps import asks_for_gaps


@pytest.mark.parametrize(
    "typed",
    ["gap report", "underserved", "Under-served counties", "counties with nothing", "no programs near Farmington",
     "STEM deserts", "condados sin nada", "comunidades desatendidas"],
)  # fmt: skip
def test_who_has_nothing_is_asked(typed: str) -> None:
    assert asks_for_gaps(typed)


@pytest.mark.parametrize(
    "typed", ["gap year", "desert ecology camp", "robotics", "", "Grenada", "no cost camps"]
)
def test_other_questions_are_left_alone(typed: str) -> None:
    assert not asks_for_gaps(typed)

"""Parts add up to the whole, whatever the interactions; a cause that changes nothing gets nothing."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.coverage.runs.shapley import shapley

CAUSES = ("demand", "supply", "parameters")
SETS = [frozenset(each for at, each in enumerate(CAUSES) if number >> at & 1) for number in range(8)]


@given(st.lists(st.floats(-1e6, 1e6), min_size=8, max_size=8))
def test_parts_add_up(values: list[float]) -> None:
    of = dict(zip(SETS, values, strict=True))
    parts = shapley(CAUSES, lambda switched: np.array([of[switched]]))
    assert np.isclose(
        sum(part[0] for part in parts.values()), of[frozenset(CAUSES)] - of[frozenset()], atol=1e-6
    )


def test_a_product_of_two_is_shared_evenly() -> None:
    parts = shapley(CAUSES, lambda on: np.array([12.0 * ("demand" in on and "supply" in on)]))
    assert {cause: part.tolist() for cause, part in parts.items()} == {
        "demand": [6], "supply": [6], "parameters": [0],
    }  # fmt: skip


def test_each_set_is_asked_once() -> None:
    asked: list[frozenset[str]] = []

    def value(on: frozenset[str]) -> np.ndarray:
        asked.append(on)
        return np.zeros(1)

    shapley(CAUSES, value)
    assert len(asked) == len(set(asked)) == 8

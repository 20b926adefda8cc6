"""The index loses no pair, at the poles and the antimeridian either, and offers few too many."""

import numpy as np
import pytest

from app.coverage.reach.bands import band_index, spans
from app.coverage.reach.plain import candidates
from tests.coverage.brute import (
    ANTIMERIDIAN,
    MOUNTAIN_STATES,
    NORTH_POLE,
    SOUTH_POLE,
    WORLD,
    metres,
    world,
)


@pytest.mark.parametrize("box", [MOUNTAIN_STATES, ANTIMERIDIAN, NORTH_POLE, SOUTH_POLE, WORLD])
@pytest.mark.parametrize("bound_m", [500.0, 60_000.0, 1_000_000.0])
def test_every_pair_within_the_bound_is_offered_once(
    box: tuple[float, float, float, float], bound_m: float
) -> None:
    places, sites = world(box)
    index = band_index(sites.positions, bound_m)
    offered = np.zeros((len(places), len(sites)), dtype=int)
    for place, source, _ in candidates(places.positions.rows, index):
        np.add.at(offered, (place, index.order[source]), 1)

    assert offered.max() <= 1
    assert (offered[metres(places, sites) <= bound_m] == 1).all()


def test_few_pairs_too_many_are_offered() -> None:
    places, sites = world(MOUNTAIN_STATES, 2_000)
    index = band_index(sites.positions, 60_000.0)
    squares = np.concatenate([found for _, _, found in candidates(places.positions.rows, index)])
    assert np.count_nonzero(squares <= 60_000.0**2) / len(squares) > 0.8


def test_a_tiny_bound_makes_no_endless_table() -> None:
    _, sites = world(WORLD)
    assert band_index(sites.positions, 0.5).bands <= 20_001


def test_spans() -> None:
    member, of = spans(np.array([5, 0, 9]), np.array([2, 0, 3]))
    assert member.tolist() == [5, 6, 9, 10, 11]
    assert of.tolist() == [0, 0, 2, 2, 2]

"""Greedy cover: the plain method's answer, its guarantee, ties, existing sites, weights and groups."""

import numpy as np
import pytest
from scipy.sparse import csr_array

from app.coverage.siting.cover import coverable, in_order, most_people
from app.coverage.siting.problem import cover, equity_weight, served_by
from app.coverage.siting.whatif import Standing


def plain_greedy(small, most: int) -> list[int]:
    """Look at every site in every round."""
    left, reach, chosen = small.people.copy(), small.reach, []
    for _ in range(most):
        gains = left @ reach
        if gains.max() <= 0:
            break
        chosen.append(int(np.argmax(gains)))
        left[reach[:, chosen[-1]]] = 0
    return chosen


@pytest.mark.parametrize("seed", range(20))
def test_the_lazy_choice_is_the_plain_one(small, seed: int) -> None:
    question = small(seed)
    found = most_people(cover(question.pairs, question.people), 4)
    assert found.chosen.tolist() == plain_greedy(question, 4)
    assert found.value == question.reached(found.chosen)
    assert (np.diff(found.gain) <= 0).all()


@pytest.mark.parametrize("seed", range(20))
def test_the_bound_holds_and_the_choice_keeps_its_guarantee(small, seed: int) -> None:
    question = small(seed, density=0.3)
    found = most_people(cover(question.pairs, question.people), 3)
    best = question.best(3)
    assert found.value <= best <= found.bound + 1e-9
    assert found.value >= (1 - (1 - 1 / 3) ** 3) * best
    assert found.share_of_best <= found.value / best + 1e-12
    assert found.share_of_best >= 1 - (1 - 1 / 3) ** 3 - 1e-12


def test_among_equal_sites_the_lowest_index_is_taken(pairs_of) -> None:
    pairs = pairs_of([[0, 1, 1, 0], [1, 0, 0, 1], [0, 0, 0, 0]])
    assert most_people(cover(pairs, np.array([5.0, 5, 5])), 2).chosen.tolist() == [0, 1]


def test_sums_that_differ_by_rounding_alone_are_equal(pairs_of) -> None:
    pairs = pairs_of([[1, 0]] * 3 + [[0, 1]] * 2)
    weight = np.array([0.1, 0.2, 0.3, 0.3, 0.3])  # .1 + .2 + .3 is not .6 in binary
    assert most_people(cover(pairs, weight[[0, 1, 2, 3, 4]]), 1).chosen.tolist() == [0]
    assert most_people(cover(pairs[:, [1, 0]], weight), 1).chosen.tolist() == [0]


def test_a_site_at_no_distance_is_in_reach(pairs_of) -> None:
    pairs = csr_array((np.zeros(1), np.array([0]), np.array([0, 1])), shape=(1, 1))
    assert most_people(cover(pairs, np.array([7.0])), 1).value == 7


def test_a_pair_that_is_there_twice_counts_once() -> None:
    pairs = csr_array((np.array([5.0, 5]), np.array([0, 0]), np.array([0, 2])), shape=(1, 1))
    assert most_people(cover(pairs, np.array([7.0])), 1).value == 7
    standing = Standing(pairs, np.array([[7.0]]), np.zeros(1, dtype=np.int64))
    assert standing.what_if(removed=np.array([0])).lost.tolist() == [0]
    assert standing.what_if(pairs, np.array([0])).lost.size == 0


def test_people_served_already_do_not_count_again(pairs_of) -> None:
    there = served_by(pairs_of([[1], [0], [0]]))
    question = cover(pairs_of([[1, 0], [1, 0], [0, 1]]), np.array([9.0, 2, 3]), there)
    found = most_people(question, 1)
    assert (found.chosen.tolist(), found.value, found.served) == ([1], 3, 9)
    assert coverable(question) == 5


def test_sites_that_add_nobody_are_not_chosen(pairs_of) -> None:
    found = most_people(cover(pairs_of([[1, 1, 0], [0, 0, 0]]), np.array([4.0, 9])), 3)
    assert found.chosen.tolist() == [0]
    assert (found.proven, found.bound, found.share_of_best) == (True, 4, 1)


def test_weights_by_group_change_the_choice(pairs_of) -> None:
    pairs = pairs_of([[1, 0], [0, 1]])
    people = np.array([[10.0, 0], [4, 3]])
    even = most_people(cover(pairs, equity_weight(people, np.array([1.0, 1]))), 1, people)
    fair = most_people(cover(pairs, equity_weight(people, np.array([1.0, 3]))), 1, people)
    assert (even.chosen.tolist(), even.group_gain.tolist()) == ([0], [[10, 0]])
    assert (fair.chosen.tolist(), fair.value, fair.group_gain.tolist()) == ([1], 13, [[4, 3]])


def test_gains_of_groups_add_up(small) -> None:
    question = small(3)
    found = most_people(cover(question.pairs, question.people), 4, question.groups)
    assert found.group_gain.sum(axis=1) == pytest.approx(found.gain)


def test_a_choice_is_put_in_the_order_of_its_gains(small) -> None:
    question = small(5)
    sites, gain = in_order(cover(question.pairs, question.people), np.array([7, 2, 0]))
    assert sorted(sites.tolist()) == [0, 2, 7]
    assert gain.sum() == question.reached(sites)
    assert (np.diff(gain) <= 0).all()


def test_relabelling_sites_and_rows_changes_nothing_but_labels(small) -> None:
    question, draws = small(8), np.random.default_rng(1)
    rows, sites = draws.permutation(30), draws.permutation(10)
    found = most_people(cover(question.pairs, question.people), 3)
    turned = most_people(cover(question.pairs[rows][:, sites], question.people[rows]), 3)
    assert turned.value == found.value
    assert sites[turned.chosen].tolist() == found.chosen.tolist()


def test_no_sites_asked_for_or_none_to_choose_from(pairs_of) -> None:
    pairs = pairs_of([[1], [1]])
    assert most_people(cover(pairs, np.ones(2)), 0).chosen.size == 0
    assert most_people(cover(pairs[:, :0], np.ones(2)), 2).value == 0


def test_questions_are_checked(pairs_of) -> None:
    pairs = pairs_of([[1], [1]])
    for weight, said in (
        (np.ones(3), "one value for each of 2"),
        (np.array([1, -1]), "at least 0"),
        (np.array([1, np.nan]), "at least 0"),
    ):
        with pytest.raises(ValueError, match=said):
            cover(pairs, weight)
    with pytest.raises(ValueError, match="served"):
        cover(pairs, np.ones(2), np.ones(3, dtype=np.bool_))
    with pytest.raises(ValueError, match="number of sites -1"):
        most_people(cover(pairs, np.ones(2)), -1)
    with pytest.raises(ValueError, match="importance"):
        equity_weight(np.ones((2, 1)), np.array([-1.0]))

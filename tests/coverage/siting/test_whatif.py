"""What if: a new state of cover against counting everything again."""

import numpy as np
import pytest

from app.coverage.siting.whatif import Standing

AREA = np.arange(30) // 6


@pytest.mark.parametrize("seed", range(15))
def test_a_change_is_the_difference_of_two_whole_counts(small, seed: int) -> None:
    there, new = small(seed), small(seed + 100, sites=2)
    removed = np.array([seed % 10, (seed + 3) % 10])
    change = Standing(there.pairs, there.groups, AREA).what_if(new.pairs, removed)
    before = there.reach.any(axis=1)
    after = np.delete(there.reach, removed, axis=1).any(axis=1) | new.reach.any(axis=1)
    assert change.gained.tolist() == np.flatnonzero(after & ~before).tolist()
    assert change.lost.tolist() == np.flatnonzero(before & ~after).tolist()
    assert change.before.tolist() == there.groups[before].sum(axis=0).tolist()
    assert change.after.tolist() == there.groups[after].sum(axis=0).tolist()
    for area in range(5):
        inside = area == AREA
        expected = there.groups[after & inside].sum(axis=0) - there.groups[before & inside].sum(axis=0)
        found = change.area_change[change.areas == area].sum(axis=0)
        assert found.tolist() == expected.tolist()


def test_a_site_moved_to_where_it_is_changes_nothing(small) -> None:
    there = small(1)
    change = Standing(there.pairs, there.groups, AREA).what_if(there.pairs[:, [4]], np.array([4]))
    assert change.gained.size == change.lost.size == change.areas.size == 0
    assert change.after.tolist() == change.before.tolist()


def test_asking_leaves_things_as_they_are(small) -> None:
    there = small(1)
    standing = Standing(there.pairs, there.groups, AREA)
    first = standing.what_if(removed=np.array([0, 1]))
    assert first.lost.tolist() == standing.what_if(removed=np.array([0, 1])).lost.tolist()
    assert standing.what_if().gained.size == 0


def test_more_sites_never_take_cover_away(small) -> None:
    there, new = small(6), small(7, sites=4)
    assert Standing(there.pairs, there.groups, AREA).what_if(new.pairs).lost.size == 0


def test_questions_are_checked(small) -> None:
    there = small(1)
    standing = Standing(there.pairs, there.groups, AREA)
    for removed in ([10], [-1], [2, 2]):
        with pytest.raises(ValueError, match="different numbers from 0 to 9"):
            standing.what_if(removed=np.array(removed))
    with pytest.raises(ValueError, match="29 rows instead of 30"):
        standing.what_if(there.pairs[:29])
    with pytest.raises(ValueError, match="do not fit"):
        Standing(there.pairs, there.groups, AREA[:29])

"""Groups against a reference: three areas by hand, and what must hold for any."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.coverage.equity.groups import GroupCounts, GroupGap, group_gaps

COUNTS = GroupCounts(
    ("girls", "boys"),
    np.array([[100.0, 120], [50, 40], [50, 40]]),
    np.array([[30.0, 0], [40, 0], [12, 0]]),
)
COVERED = np.array([True, False, True])
ACCESS = np.array([0.5, 0.0, 0.1])


@pytest.fixture
def gaps() -> dict[str, GroupGap]:
    return {each.key: each for each in group_gaps(COUNTS, COVERED, "boys", ACCESS, target=0.2)}


def test_people_without_cover_by_hand(gaps: dict[str, GroupGap]) -> None:
    girls = gaps["girls"]
    assert (girls.people.value, girls.people.margin) == (200, pytest.approx(math.sqrt(900 + 1600 + 144)))
    assert (girls.without_cover.value, girls.without_cover.margin) == (50, 40)
    assert girls.without_cover.reliability == "low"  # 40 / 1.645 / 50 = 49 %
    assert girls.areas_without_margin == 0


def test_the_covered_share_and_its_gap_by_hand(gaps: dict[str, GroupGap]) -> None:
    girls, boys = gaps["girls"], gaps["boys"]
    of_share = 900 + 144 + 0.75**2 * 2644  # 1044 - .5625 x 2644 is negative: the formula of a ratio
    assert girls.covered_share.value == 0.75
    assert girls.covered_share.margin == pytest.approx(math.sqrt(of_share) / 200)
    assert boys.covered_share == (boys.covered_share.__class__(0.8, 0.0, "high"))
    assert girls.gap_points.value == pytest.approx(-5)
    assert girls.gap_points.margin == pytest.approx(100 * math.sqrt(of_share) / 200)
    assert girls.gap_is_clear is False
    assert girls.share_ratio.value == pytest.approx(0.75 / 0.8)
    assert girls.people_gap.value == pytest.approx(10)


def test_seats_short_and_access_by_hand(gaps: dict[str, GroupGap]) -> None:
    girls = gaps["girls"]
    assert girls.seats_short.value == pytest.approx(50 * 0.2 + 50 * 0.1)
    assert girls.seats_short.margin == pytest.approx(math.hypot(40 * 0.2, 12 * 0.1))
    assert girls.mean_access.value == pytest.approx((50 + 0 + 5) / 200)
    assert girls.access_gap.value == pytest.approx(55 / 200 - 64 / 200)


def test_the_reference_is_exactly_as_well_off_as_itself(gaps: dict[str, GroupGap]) -> None:
    boys = gaps["boys"]
    assert (boys.gap_points.value, boys.gap_points.margin, boys.gap_is_clear) == (0, 0, False)
    assert (boys.share_ratio.value, boys.share_ratio.margin) == (1, 0)
    assert boys.people_gap.value == 0


def test_without_access_nothing_is_said_about_it() -> None:
    girls = group_gaps(COUNTS, COVERED, "boys")[0]
    assert girls.mean_access.value is girls.seats_short.value is girls.access_ratio.value is None


def test_missing_margins_are_stated() -> None:
    margin = COUNTS.margin.copy()
    margin[1, 0] = np.nan
    girls = group_gaps(GroupCounts(COUNTS.keys, COUNTS.people, margin), COVERED, "boys", ACCESS)[0]
    assert girls.areas_without_margin == 1
    assert girls.people.margin is girls.without_cover.margin is girls.mean_access.margin is None
    assert girls.without_cover.value == 50
    assert girls.gap_is_clear is None


def test_a_group_of_nobody_has_no_share() -> None:
    counts = GroupCounts(("none", "all"), np.array([[0.0, 5]]), np.array([[9.0, 1]]))
    none = group_gaps(counts, np.array([True]), "all", np.array([1.0]))[0]
    assert none.covered_share.value is none.share_ratio.value is none.mean_access.value is None
    assert none.without_cover.value == 0


def test_areas_may_be_covered_in_part() -> None:
    assert group_gaps(COUNTS, np.array([0.5, 0, 1]), "boys")[0].without_cover.value == 100


@pytest.mark.parametrize(
    ("people", "margin", "said"),
    [
        ([[1.0, 2]], [[1.0]], "not shaped like"),
        ([[1.0]], [[1.0]], "column for each"),
        ([[1.0, -2]], [[1.0, 1]], "at least 0"),
        ([[1.0, np.nan]], [[1.0, 1]], "leave out areas"),
        ([[1.0, 2]], [[-1.0, 1]], "margin must be"),
    ],
)
def test_counts_are_checked(people: list[list[float]], margin: list[list[float]], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        GroupCounts(("a", "b"), np.array(people), np.array(margin))


def test_questions_are_checked() -> None:
    with pytest.raises(ValueError, match="no group 'men': there are girls, boys"):
        group_gaps(COUNTS, COVERED, "men")
    with pytest.raises(ValueError, match="one value for each of 3"):
        group_gaps(COUNTS, COVERED[:2], "boys")
    with pytest.raises(ValueError, match="covered must be numbers from 0 to 1"):
        group_gaps(COUNTS, np.array([2.0, 0, 0]), "boys")
    with pytest.raises(ValueError, match="areas without supply have 0"):
        group_gaps(COUNTS, COVERED, "boys", np.array([np.nan, 0, 0]))


@given(st.lists(st.tuples(st.integers(0, 999), st.integers(0, 99), st.booleans()), min_size=1, max_size=9))
def test_cover_and_lack_of_cover_make_everybody(areas: list[tuple[int, int, bool]]) -> None:
    people, margin, covered = (np.array(each, dtype=np.float64) for each in zip(*areas, strict=True))
    one = group_gaps(GroupCounts(("all",), people[:, None], margin[:, None]), covered, "all")[0]
    assert one.without_cover.value == people[covered == 0].sum()
    if people.sum():
        assert one.covered_share.value is not None
        assert one.covered_share.value * people.sum() == pytest.approx(people @ covered)
        assert one.covered_share.margin is not None
        assert one.covered_share.margin >= 0

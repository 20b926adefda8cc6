"""Each preset by hand on four areas, its bounds inclusive or exclusive as published."""

from collections.abc import Callable

import numpy as np
import pytest

from app.coverage.presets import PRESETS, Ground, NotLoadedError, agreement, judge, missing, preset_of
from app.coverage.presets.composites import index
from app.settings import MILE_M

Build = Callable[..., Ground]
NAN = float("nan")


def gaps(name: str, ground: Ground, kind: str = "county", **values: float) -> list[bool]:
    return judge(PRESETS[name], ground, kind, values).gap.tolist()


def test_there_are_nineteen_each_with_source_domain_numbers_and_how_it_is_adapted() -> None:
    assert list(PRESETS) == [f"P{number}" for number in range(1, 20)]
    for preset in PRESETS.values():
        assert preset.citation
        assert preset.domain
        assert preset.adapted
        assert preset.areas
        for each in preset.parameters:
            assert each.minimum <= each.default <= each.maximum, each.name
            assert each.published, each.name
    assert preset_of("CAP-zip") is PRESETS["P2"]
    assert preset_of("p7") is PRESETS["P7"]
    assert preset_of("desert") is None


def test_p1_counts_young_people_per_seat(ground: Build) -> None:
    found = judge(PRESETS["P1"], ground(), "tract")
    assert found.gap.tolist() == [True, True, True, False], "1,000 by 300, 400 by 50, 60 by none, nobody"
    assert found.value[:3] == pytest.approx([1000 / 300, 8, np.inf])
    assert found.affected.tolist() == [1000, 400, 60, 0]
    assert gaps("P1", ground(seats_in=np.array([334.0, 134, 0, 0]))) == [False, False, True, False]
    assert gaps("P1", ground(people=np.array([0, 0, 50.0, 0]))) == [False] * 4, "more than 50, not 50"


def test_p1_is_undecided_only_where_unknown_seats_could_change_it(ground: Build) -> None:
    unknown = {"unknown_seats_in": np.array([1.0, 1, 0, 0])}
    found = judge(PRESETS["P1"], ground(seats_in=np.array([400.0, 50, 0, 0]), **unknown), "tract")
    assert found.decided.tolist() == [True, False, True, True], (
        "400 known seats are enough whatever the third has"
    )
    assert found.gap.tolist() == [False, False, True, False]


def test_p2_takes_thirty_as_enough(ground: Build) -> None:
    assert gaps("P2", ground(people=np.array([0, 0, 30.0, 29.9])), "zip") == [False, False, True, False]


def test_p3_needs_commuting_zones(ground: Build) -> None:
    with pytest.raises(NotLoadedError, match=r"P3 cannot be applied.*Commuting zones are not loaded"):
        gaps("P3", ground())
    assert gaps("P3", ground(), "custom") == [False, True, True, True]


def test_p4_a_single_one_within_25_miles_is_a_gap_and_complete_without_broadband(ground: Build) -> None:
    broadband = {"broadband": np.array([0.9, 0.9, 0.2, 0.2])}
    found = judge(PRESETS["P4"], ground(facts=broadband), "county")
    assert found.gap.tolist() == [False, True, True, False]
    assert found.tier is not None
    assert found.tier.tolist() == ["served", "gap", "complete", "served"]
    assert gaps("P4", ground(), distance_m=20 * MILE_M - 1) == [False, True, True, False]
    assert gaps("P4", ground(), alone=0) == [False, False, True, False], "the bound itself is within"


def test_p5_needs_low_income_and_far_people_and_tells_rural_apart(ground: Build) -> None:
    poverty = {"poverty": np.array([0.2, 0.19, 0.5, 0.5])}
    rural = np.array([False, True, True, True])
    assert gaps("P5", ground(facts=poverty, rural=rural)) == [False, False, True, False]
    income = {"income": np.array([9e4, 8e4, 9e4, 0.0]), "state_income": np.full(4, 1e5)}
    both = {"poverty": np.array([0.1, 0.1, NAN, 0.1])} | income
    found = judge(PRESETS["P5"], ground(facts=both, rural=rural), "county")
    assert found.gap.tolist() == [False, True, False, False], "80 % of the state's income is low"
    assert found.affected.tolist() == [0, 400, 0, 0]
    unknown = {"poverty": np.array([0.1, NAN, NAN, 0.1])}
    assert judge(PRESETS["P5"], ground(facts=unknown, rural=rural), "county").decided.tolist() == [
        True, False, False, False,
    ]  # fmt: skip


def test_p6_ratio_is_lower_where_need_is_high(ground: Build) -> None:
    people = np.array([7000.0, 3000, 10, 0])
    assert gaps("P6", ground(people=people)) == [False, False, True, False], "neighbours help the first two"
    alone = {"people": people, "seats_in": None}
    far = judge(PRESETS["P6"], ground(**alone), "county", {"neighbour_m": 1.0})
    assert far.value[:2] == pytest.approx([3500, 3000])
    assert far.gap.tolist() == [True, False, True, False]
    poor = {"poverty": np.array([0.1, 0.2, 0.1, 0.1])}
    assert gaps("P6", ground(people=people, facts=poor), neighbour_m=1.0) == [True, True, True, False]


def test_p7_has_four_tiers(ground: Build) -> None:
    poverty = {"poverty": np.array([0.2, 0.1, 0.0, 0.0])}
    found = judge(PRESETS["P7"], ground(facts=poverty), "county")
    assert found.tier is not None
    assert found.tier.tolist() == ["full", "low", "none", "none"]
    assert found.gap.tolist() == [False, True, True, False]
    assert judge(
        PRESETS["P7"], ground(facts={"poverty": np.array([0.2, 0.09, 0, 0])}), "county"
    ).tier.tolist()[1] == "moderate"  # type: ignore[union-attr]  # fmt: skip


def test_p8_priority_is_demand_above_supply_and_worse_than_the_mean(ground: Build) -> None:
    facts = {"poverty": np.array([0.1, 0.4, 0.2, 0.1]), "income": np.array([9e4, 4e4, 6e4, 5e4])}
    people = np.array([100.0, 900, 60, 0])
    found = judge(PRESETS["P8"], ground(people=people, facts=facts), "tract")
    assert found.gap.tolist() == [False, True, False, False]
    assert found.decided.tolist() == [True, True, True, False]


def test_an_index_runs_from_0_to_100_with_its_columns() -> None:
    found = index([np.array([1.0, 2, 3]), np.array([10.0, 20, 40])])
    assert (found[0], found[2]) == pytest.approx((0, 100))
    assert index([np.ones(3)]).tolist() == [50, 50, 50]


def test_p9_and_p10_compare_with_the_average_person(ground: Build) -> None:
    assert gaps("P9", ground()) == [False, True, True, False], "350, 50 and no seats: 253 on average"
    assert gaps("P9", ground(seats_known=False)) == [False, True, True, False]
    found = judge(PRESETS["P10"], ground(), "tract")
    assert found.value[:3] == pytest.approx([0.3, 0, 0])
    assert found.gap.tolist() == [False, True, True, False]


def test_p11_and_p17_count_people_without_a_seat(ground: Build) -> None:
    rural = np.array([False, True, False, False])
    found = judge(PRESETS["P11"], ground(rural=rural), "tract")
    assert found.affected == pytest.approx([700, 400, 60, 0])
    assert found.gap.tolist() == [True, True, True, False]
    unmet = judge(PRESETS["P17"], ground(), "county")
    assert unmet.affected == pytest.approx([550 - 300, 220, 33, 0])
    assert unmet.gap.tolist() == [False, True, True, False]


def test_counting_presets(ground: Build) -> None:
    assert gaps("P12", ground()) == [False, False, True, True]
    assert gaps("P18", ground()) == [False, False, True, True]
    assert judge(PRESETS["P18"], ground(), "county").tier.tolist()[0] == "sparse"  # type: ignore[union-attr]
    assert gaps("P13", ground()) == [True, True, True, False]
    assert gaps("P13", ground(), number=2) == [False, True, True, False]
    assert gaps("P16", ground(assets_in=np.array([0.0, 4, 4, 4]))) == [True, False, False, False]
    with pytest.raises(NotLoadedError, match="Choose assets by audience"):
        gaps("P19", ground())
    assert gaps("P19", ground(audience_assets=True)) == [False, False, True, False]


def test_p14_and_p15(ground: Build) -> None:
    offering = {"cs_schools": np.array([0.5, 0, NAN, 0])}
    found = judge(PRESETS["P14"], ground(facts=offering), "school-district")
    assert found.gap.tolist() == [False, True, False, True]
    assert found.decided.tolist() == [True, True, False, True]
    facts = {"poverty": np.array([0.1, 0.2, 0.9, NAN]), "land_m2": np.array([1e6, 1e7, 1e10, 1e6])}
    sparse = judge(PRESETS["P15"], ground(facts=facts), "county")
    assert sparse.gap.tolist() == [False, False, True, False]
    assert sparse.tier is not None
    assert sparse.tier.tolist() == ["neither", "neither", "sparse and poor", "not known"]


def test_what_is_missing_is_named_with_its_cure(ground: Build) -> None:
    assert missing(PRESETS["P5"], ground(), "county") == ("rural", "poverty")
    assert missing(PRESETS["P11"], ground(seats_known=False, rural=np.zeros(4, dtype=bool)), "tract") == (
        "seats",
    )
    with pytest.raises(NotLoadedError, match="stemmap load saipe"):
        gaps("P7", ground(facts={"poverty": np.full(4, NAN)}))


def test_numbers_can_be_changed_within_bounds_only(ground: Build) -> None:
    assert gaps("P4", ground(), distance_m=MILE_M / 2) == [True, True, True, False]
    with pytest.raises(ValueError, match="P4 has no parameter `distance`: it has distance_m, alone"):
        gaps("P4", ground(), distance=3)
    with pytest.raises(ValueError, match="`share` of P4 is 2 share: it may be 0 to 1"):
        gaps("P4", ground(), share=2)


def test_agreement_counts_presets_and_their_overlap(ground: Build) -> None:
    chosen = {name: judge(PRESETS[name], ground(), "county") for name in ("P1", "P4", "P12")}
    found = agreement(chosen)
    assert found.gaps.tolist() == [1, 2, 3, 1]
    assert found.decided.tolist() == [3, 3, 3, 2]
    assert found.at_least(2).tolist() == [False, True, True, False]
    assert found.overlap[0].tolist() == pytest.approx([1, 2 / 3, 1 / 4])
    nothing = {name: judge(PRESETS["P13"], ground(), "county", {"number": 0}) for name in ("x", "y")}
    assert np.isnan(agreement(nothing).overlap).all()
    with pytest.raises(ValueError, match="no preset"):
        agreement({})

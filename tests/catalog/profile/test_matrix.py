"""The matrix of an inventory: counts, and what is nothing, few and enough."""

import numpy as np
import pytest

from app.catalog.facet_codes import PACKED, Columns
from app.catalog.profile.matrix import level, matrix_of, needed, per_people, young_of
from app.catalog.profile.matrix_rows import cells, matrix_record, subject_rows, type_rows


def packed(*rows: tuple[str, tuple[str, ...], tuple[str, ...]]) -> Columns:
    """Assets by (type, bands, subjects), packed as the view facet_row does."""

    def bits(name: str, chosen: tuple[str, ...]) -> int:
        return sum(1 << PACKED[name].slugs.index(slug) for slug in chosen)

    offer = [PACKED["subtype"].slugs.index(subtype) + 1 for subtype, _, _ in rows]
    subjects = [bits("discipline", chosen) for _, _, chosen in rows]
    bands = [bits("band", chosen) for _, chosen, _ in rows]
    return Columns(*(np.array(each, dtype=np.int32) for each in (offer, subjects, bands)))


def test_an_asset_counts_in_each_of_its_bands_and_subjects_and_once_in_any() -> None:
    found = matrix_of(
        packed(
            ("club", ("middle", "high"), ("robotics", "computing")),
            ("club", ("middle",), ("robotics",)),
            ("museum", (), ()),
        )
    )
    assert found.of("club") == 2
    assert found.of("club", "middle") == 2
    assert found.of("club", "high", "computing") == 1
    assert found.of("club", "middle", "biology") == 0
    assert found.of(None, "middle") == 2
    assert found.of() == 3
    assert (found.kind("program"), found.kind("program", "high"), found.kind("institution", "high")) == (
        2,
        1,
        0,
    )
    assert found.of(None, None, "robotics") == 2


def test_no_assets_are_a_matrix_of_zeros() -> None:
    found = matrix_of(packed())
    assert found.of() == 0
    assert cells(found, {}) == []


@pytest.mark.parametrize(
    ("young", "enough"),
    [(None, 3), (0, 1), (300, 1), (400, 2), (999, 3), (30_000, 3), (30_001, 4), (85_000, 9)],
)
def test_enough_grows_with_the_young_and_shrinks_where_few_live(young: float | None, enough: int) -> None:
    assert needed(young) == enough
    assert [level(0, young), level(enough, young)] == ["none", "ok"]
    assert level(enough - 1, young) == ("none" if enough == 1 else "sparse")


def test_young_people_of_a_band() -> None:
    assert young_of("middle", "age-5-17", 1300) == 300
    assert young_of("high", "age-under-19", 1900) == 400
    assert young_of("adult", "age-5-17", 1300) is None
    assert per_people(3, 15_000) == 2.0
    assert per_people(3, 0) is None


def test_rows_narrowed_to_a_subject_or_a_type() -> None:
    found = matrix_of(packed(("club", ("middle",), ("robotics",)), ("camp", ("middle",), ("biology",))))
    young = {"middle": 20_000.0}
    types = {row["subtype"]: row["bands"]["middle"] for row in type_rows(found, young, "robotics")}
    assert types["club"] == {"assets": 1, "per_10000": 0.5, "level": "sparse"}
    assert types["camp"] == {"assets": 0, "per_10000": 0.0, "level": "none"}
    subjects = {row["discipline"]: row["assets"] for row in subject_rows(found, young, "camp")}
    assert (subjects["biology"], subjects["robotics"]) == (1, 0)
    record = matrix_record(found, young)
    assert [(each["subtype"], each["discipline"]) for each in record["cells"]] == [
        ("camp", "biology"),
        ("club", "robotics"),
    ]
    assert {each["band"]: each["young_people"] for each in record["bands"]}["middle"] == 20_000

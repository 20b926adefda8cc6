"""Names of towns."""

import pytest

from app.inventory.towns import fold_town, towns_by_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ft. Sumner", "Fort Sumner"), ("St. George", "Saint George"), ("Española", "ESPANOLA"),
        ("Mt. Pleasant, UT", "Mount Pleasant"),
     ("City of Gallup", "Gallup"), ("Coeur d'Alene", "Coeur dAlene")],
)  # fmt: skip
def test_fold_alike(one: str, other: str) -> None:
    assert fold_town(one) == fold_town(other)


def test_salt_lake_city_keeps_its_city() -> None:
    assert fold_town("Salt Lake City") == "salt lake city"


def test_main_names_beat_alternate_ones_and_twins_are_ambiguous() -> None:
    towns, ambiguous = towns_by_name(
        [
            ("Alto", ["Heights"], 1, 1, "a"),
            ("Bajo", ["Alto"], 2, 2, "b"),
            ("Twin", [], 3, 3, "c"),
            ("Twin", [], 4, 4, "d"),
        ]
    )
    assert {name: lon for name, lon, _, _ in towns} == {"alto": 1, "bajo": 2, "heights": 1}
    assert ambiguous == {"twin"}

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.catalog.suggesting import suggestions
from app.errors import BadParameterError
from app.geography.lookup import Origin, find_origin, places_beginning, spellings, split_state

AddAsset = Callable[..., Any]


@pytest.mark.parametrize(
    ("near", "lon", "lat", "label"),
    [
        ("19.7,-155.1", -155.1, 19.7, "19.7000, -155.1000"),
        ("96999", -155.1, 19.7, "96999 Kalitown, HI"),
        ("96999-1234", -155.1, 19.7, "96999 Kalitown, HI"),
        ("Kalitown", -155.09, 19.72, "Kalitown, HI"),
        ("kalitown, ak", -150.0, 61.0, "Kalitown, AK"),
        ("Kalitown AK", -150.0, 61.0, "Kalitown, AK"),
        ("KALITOWN,  Alaska", -150.0, 61.0, "Kalitown, AK"),
        ("Testkona County", -155.5, 19.6, "Testkona County, HI"),
        ("testkona county, HI", -155.5, 19.6, "Testkona County, HI"),
        ("Testkona", -155.5, 19.6, "Testkona County, HI"),
        ("Dona Prueba County", -156.5, 20.8, "Doña Prueba County, HI"),
        ("St Probe", -156.0, 20.0, "St. Probe, HI"),
        ("saint probe, HI", -156.0, 20.0, "St. Probe, HI"),
        ("Tinyvillage", -155.3, 19.5, "Tinyvillage, HI"),
    ],
)
def test_a_place_is_found_however_it_is_typed(
    places: Session, near: str, lon: float, lat: float, label: str
) -> None:
    assert find_origin(places, near) == Origin(lon, lat, label)


def test_an_unknown_town_comes_with_names_that_look_alike(places: Session) -> None:
    with pytest.raises(BadParameterError) as caught:
        find_origin(places, "Kalitwon, HI")
    assert caught.value.parameter == "near"
    assert caught.value.accepted is not None
    assert "Kalitown, HI" in caught.value.accepted
    assert "Kalitown, AK" not in caught.value.accepted


def test_an_unknown_zip_comes_with_its_neighbours(places: Session) -> None:
    with pytest.raises(BadParameterError, match="ZIP code 96997") as caught:
        find_origin(places, "96997")
    assert caught.value.accepted is not None
    assert caught.value.accepted[:2] == ["96998", "96999"]


def test_a_state_is_not_a_point(places: Session) -> None:
    with pytest.raises(BadParameterError, match="state=NV"):
        find_origin(places, "Nevada")


@pytest.mark.parametrize("near", ["'; DROP TABLE area; --", "%", "_", "\\", ",", ", HI", "🚀", "x" * 200])
def test_odd_text_names_no_place(places: Session, near: str) -> None:
    with pytest.raises(BadParameterError):
        find_origin(places, near)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Santa Fe, NM", ("Santa Fe", "NM")),
        ("Santa Fe NM", ("Santa Fe", "NM")),
        ("Santa Fe, New Mexico", ("Santa Fe", "NM")),
        ("Santa Fe", ("Santa Fe", None)),
        ("Las Cruces, XX", ("Las Cruces, XX", None)),
        ("NM", ("NM", None)),
    ],
)
def test_the_state_is_split_off(text: str, parts: tuple[str, str | None]) -> None:
    assert split_state(text) == parts


def test_saints_forts_and_mounts_have_two_spellings() -> None:
    assert {"St. George", "Saint George", "St George"} <= set(spellings("St George"))
    assert {"Ft. Collins", "Fort Collins"} <= set(spellings("fort collins"))
    assert spellings("Taos") == ["Taos"]


def test_the_error_names_the_parameter_asked(places: Session) -> None:
    with pytest.raises(BadParameterError) as caught:
        find_origin(places, "Nowhere at all", parameter="from")
    assert caught.value.parameter == "from"


def test_completions_begin_with_what_is_typed(places: Session, add_asset: AddAsset) -> None:
    add_asset(state="HI")
    assert places_beginning(places, "kalit") == ["Kalitown, HI", "Kalitown, AK"]
    assert places_beginning(places, "Dona P") == ["Doña Prueba County, HI"]
    assert places_beginning(places, " st.  pro") == ["St. Probe, HI"]
    assert places_beginning(places, "") == []
    assert places_beginning(places, "%") == []


def test_suggestions_begin_with_what_was_typed_where_there_is_an_inventory(
    places: Session, add_asset: AddAsset
) -> None:
    add_asset(state="HI")
    with pytest.raises(BadParameterError) as caught:
        find_origin(places, "Kalito")
    assert list(caught.value.accepted or ())[:2] == ["Kalitown, HI", "Kalitown, AK"]


def test_suggested_places_are_in_states_with_an_inventory(places: Session, add_asset: AddAsset) -> None:
    add_asset(state="HI")

    def texts(typed: str) -> list[str]:
        return [each.text for each in suggestions(places, typed, date(2026, 3, 4)) if each.what == "place"]

    assert texts("robotics kalit") == ["robotics near Kalitown, HI"]
    assert texts("robotics kalitown, ak") == ["robotics near Kalitown, AK"]  # who names the state means it
    assert texts("camps in haw")[0] == "camps in Hawaii"
    assert texts("camps in alas") == []
    assert texts("camps in alaska") == ["camps in Alaska"]

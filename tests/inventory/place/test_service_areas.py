"""Whom a program serves: counties, everywhere, a radius; there and back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from app.inventory.place.county_names import CountyNames
from app.inventory.place.service_areas import (
    ServiceArea,
    read_radius_m,
    read_service_areas,
    service_areas_text,
    settle_reach,
)
from app.settings import MILE_M
from tests.deep import times

METRO = ("35001", "35043", "35061")


@pytest.mark.parametrize(
    "text",
    [
        "Bernalillo, Sandoval & Valencia", "Bernalillo; Sandoval; Valencia",
        "Bernalillo County, Sandoval County and Valencia County",
        "Bernalillo, Sandoval, and Valencia Counties", "35001; 35043; 35061", "35001, 35043, 35061",
        "35001|35043|35061",
        "Counties: Bernalillo, Sandoval, Valencia", "Serves Bernalillo, Sandoval and Valencia counties.",
        "Bernalillo/Sandoval/Valencia", "Bernalillo\nSandoval\nValencia",
        "VALENCIA CO., SANDOVAL CO., BERNALILLO CO.",
    ],
)  # fmt: skip
def test_lists_of_counties(text: str, counties: CountyNames) -> None:
    assert read_service_areas(text, "NM", counties) == ServiceArea("areas", METRO)


@pytest.mark.parametrize(
    "text",
    ["statewide", "State-wide", "all counties", "All 33 counties", "entire state", "the whole state", "New Mexico",
    "NM", "State of New Mexico",
     "all New Mexico counties", "all counties in New Mexico", "throughout the state", "across New Mexico",
     "Statewide; Bernalillo", "statewide, online"],
)  # fmt: skip
def test_the_whole_state(text: str, counties: CountyNames) -> None:
    assert read_service_areas(text, "NM", counties) == ServiceArea("statewide")


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("nationwide", ServiceArea("national")), ("USA", ServiceArea("national")), ("online", ServiceArea("virtual")),
        ("Virtual; Taos", ServiceArea("areas", ("35055",))),
        ("within 30 miles", ServiceArea("radius", (), 30 * MILE_M)),
        ("serves within a 30-mile radius", ServiceArea("radius", (), 30 * MILE_M)),
        ("50 km", ServiceArea("radius", (), 50_000)),
        ("within 10 miles of Taos", ServiceArea("radius", (), 10 * MILE_M)),
        ("Taos; Weld County (CO)", ServiceArea("areas", ("08123", "35055"))),
        ("Taos, Shangri-La", ServiceArea("areas", ("35055",), None, ("Shangri-La",))),
        ("Navajo Nation", ServiceArea(unknown=("Navajo Nation",))), ("30", ServiceArea(unknown=("30",))),
        ("Taos and 20 miles", ServiceArea("areas", ("35055",), 20 * MILE_M)),
    ],
)  # fmt: skip
def test_other_areas(text: str, area: ServiceArea, counties: CountyNames) -> None:
    assert read_service_areas(text, "NM", counties) == area


def test_all_but_some(counties: CountyNames) -> None:
    found = read_service_areas("All counties except Lea and Eddy", "NM", counties)
    assert (found.reach, len(found.geoids), {"35025", "35015"} & set(found.geoids)) == ("areas", 31, set())
    assert read_service_areas("all counties except the far ones", "NM", counties).reach is None


def test_a_county_called_as_its_state(counties: CountyNames) -> None:
    assert read_service_areas("Utah, Salt Lake", "UT", counties).geoids == ("49035", "49049")
    assert read_service_areas("Utah County", "UT", counties).geoids == ("49049",)
    assert read_service_areas("Utah", "UT", counties) == ServiceArea(unknown=("Utah",))
    assert read_service_areas("State of Utah", "UT", counties).reach == "statewide"
    assert read_service_areas("Idaho, Statewide", "ID", counties) == ServiceArea("statewide")


@pytest.mark.parametrize(
    ("text", "radius_m"),
    [("30", 30 * MILE_M), ("1,000 meters", 1000), ("12.5 mi", 12.5 * MILE_M), ("0", None), ("-3", None),
    ("9999 miles", None),
     ("far", None), ("30 m", None), ("30 minutes", None), ("up to 20 miles away", 20 * MILE_M)],
)  # fmt: skip
def test_radius(text: str, radius_m: float | None) -> None:
    assert read_radius_m(text) == radius_m


@pytest.mark.parametrize(
    ("said", "area", "radius_m", "stops", "reach"),
    [
        (None, ServiceArea(), None, False, "site"), (None, ServiceArea(), 5.0, False, "radius"),
        (None, ServiceArea("areas", ("35001",)), 5.0, False, "areas"),
        (None, ServiceArea("areas", ("35001",)), None, True, "mobile"),
        ("statewide", ServiceArea("areas", ("35001",)), None, True, "statewide"),
        ("areas", ServiceArea(), None, False, None),
        ("radius", ServiceArea(), None, False, None), ("radius", ServiceArea(), 5.0, False, "radius"),
        ("site", ServiceArea("areas", ("35001",)), None, False, "site"),
    ],
)  # fmt: skip
def test_reach(
    said: str | None, area: ServiceArea, radius_m: float | None, stops: bool, reach: str | None
) -> None:
    assert settle_reach(said, area, radius_m, stops) == reach


@settings(max_examples=times(30), deadline=None)
@given(some.data())
def test_there_and_back(counties: CountyNames, data: some.DataObject) -> None:
    state = data.draw(some.sampled_from(("NM", "UT", "VA", "LA", "AK", "ID", "MD")))
    geoids = data.draw(
        some.lists(some.sampled_from(sorted(counties.label)), max_size=8, unique=True).map(sorted)
    )
    home = data.draw(some.lists(some.sampled_from(counties.of(state)), min_size=1, max_size=8, unique=True))
    geoids = tuple(sorted({*geoids, *home}))
    text = service_areas_text("areas", geoids, None, state, counties)
    assert read_service_areas(text, state, counties) == ServiceArea("areas", geoids)


@given(some.one_of(some.integers(1, 600).map(lambda miles: miles * MILE_M), some.floats(1, 1e6)))
def test_a_radius_there_and_back(counties: CountyNames, radius_m: float) -> None:
    text = service_areas_text("radius", (), radius_m, "NM", counties)
    found = read_service_areas(text, "NM", counties)
    assert (found.reach, found.radius_m) == ("radius", pytest.approx(radius_m, abs=1e-5))


@pytest.mark.parametrize("reach", ["statewide", "national", "virtual"])
def test_everywhere_there_and_back(reach: str, counties: CountyNames) -> None:
    text = service_areas_text(reach, (), None, "NM", counties)
    assert read_service_areas(text, "NM", counties).reach == reach
    assert service_areas_text("site", (), None, "NM", counties) == ""


@given(some.text(max_size=60))
def test_no_text_breaks_it(counties: CountyNames, text: str) -> None:
    read_service_areas(text, "NM", counties)

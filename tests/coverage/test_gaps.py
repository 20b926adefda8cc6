"""Answers in the small world, computed by hand; what belongs to whom, what adds up, what is refused."""

import math
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.coverage.demand import available_groups
from app.coverage.gaps import CoverageIdentityError, check_identities
from app.coverage.results import CoverageAnswer
from app.errors import BadParameterError, NotFoundError
from app.settings import Settings

Ask = Callable[..., CoverageAnswer]
ASSET_A = UUID("00000000-0000-4000-8000-00000000000a")


def meridian_m(from_lat: float, to_lat: float) -> float:
    """Length of a meridian arc (series of the radius of curvature), good to a decimetre over a degree."""
    phi = math.radians((from_lat + to_lat) / 2)
    a_degree_m = 111_132.954 - 559.822 * math.cos(2 * phi) + 1.175 * math.cos(4 * phi)
    return abs(to_lat - from_lat) * a_degree_m


LINEVILLE_M = meridian_m(36.9, 37.05)
FARFIELD_M = meridian_m(36.0, 35.5)
BIRCHTOWN_M = meridian_m(37.2, 37.05)


def test_an_asset_across_the_state_line_counts(ask: Ask) -> None:
    found = ask("states=NM", "areas=zip")
    near = next(area for area in found.areas if area.geoid == "87901")
    assert near.nearest_asset_id == ASSET_A
    assert near.nearest_m == pytest.approx(LINEVILLE_M, abs=0.5)
    assert near.people_beyond == 0
    only_own = ask("states=NM", "areas=zip", "state=NM")
    assert only_own.summary.people_beyond == 4000


def test_zip_areas_by_hand(ask: Ask) -> None:
    found = ask("states=CO,NM", "areas=zip")
    assert [(area.rank, area.geoid, area.people, area.people_beyond) for area in found.areas] == [
        (1, "87902", 3000, 3000),
        (2, "81901", 500, 0),
        (3, "87901", 1000, 0),
        (None, "81902", 0, 0),
    ]
    worst = found.areas[0]
    assert worst.nearest_m == worst.farthest_m == pytest.approx(FARFIELD_M, abs=0.5)
    assert (worst.county_geoid, worst.county_name, worst.share_beyond) == ("35901", "Alder County", 1)
    assert found.areas[3].share_beyond is None
    assert found.summary.zips_without_figure == 1


def test_counties_by_hand(ask: Ask) -> None:
    found = ask("states=CO,NM")
    assert [(area.rank, area.geoid, area.name, area.people, area.people_beyond) for area in found.areas] == [
        (1, "35901", "Alder County", 4000, 3000),
        (2, "08901", "Birch County", 500, 0),
        (None, "08999", "County not known", 0, 0),
        (None, "35902", "Cedar County", 0, 0),
    ]
    alder = found.areas[0]
    assert alder.nearest_m == pytest.approx((1000 * LINEVILLE_M + 3000 * FARFIELD_M) / 4000, abs=0.5)
    assert alder.farthest_m == pytest.approx(FARFIELD_M, abs=0.5)
    assert alder.nearest_asset_name == "Asset B"
    assert (alder.lon, alder.lat) == (-106, 36.5)


def test_states_and_whole(ask: Ask) -> None:
    found = ask("states=CO,NM")
    assert [(s.state, s.name, s.people, s.people_beyond, s.areas, s.areas_beyond) for s in found.states] == [
        ("CO", "Colorado", 500, 0, 1, 0),
        ("NM", "New Mexico", 4000, 3000, 1, 1),
    ]
    whole = found.summary
    assert (whole.people, whole.people_beyond, whole.counties, whole.counties_mostly_beyond) == (
        4500,
        3000,
        2,
        1,
    )
    mean_m = (1000 * LINEVILLE_M + 3000 * FARFIELD_M + 500 * BIRCHTOWN_M) / 4500
    assert whole.mean_nearest_m == pytest.approx(mean_m, abs=0.5)
    assert (whole.farthest_name, whole.farthest_state) == ("Farfield", "NM"), "Nowhere is farther but empty"


@pytest.mark.parametrize("group", ["total", "hispanic"])
def test_counties_are_the_sum_of_their_zip_areas(ask: Ask, group: str) -> None:
    by_zip = ask("states=US", "areas=zip", f"population={group}")
    by_county = ask("states=US", "areas=county", f"population={group}")
    for county in by_county.areas:
        inside = [area for area in by_zip.areas if (area.county_geoid or "08999") == county.geoid]
        assert county.people == pytest.approx(sum(area.people for area in inside))
        assert county.people_beyond == pytest.approx(sum(area.people_beyond for area in inside))
    assert by_county.summary.people == pytest.approx(by_zip.summary.people)
    assert by_county.states[1].people_beyond == pytest.approx(by_zip.states[1].people_beyond)


def test_exactly_at_the_distance_is_within_it(ask: Ask, add_asset: Callable[..., None]) -> None:
    add_asset("At the equator of Farfield", -106, 36.0 - 0.25)
    distance_m = next(a for a in ask("states=NM", "areas=zip").areas if a.geoid == "87902").nearest_m
    assert ask("states=NM", "areas=zip", f"distance={distance_m:.6f}m").summary.people_beyond == 0
    assert (
        ask("states=NM", "areas=zip", f"distance={(distance_m or 0) - 0.00001:.6f}m").summary.people_beyond
        == 3000
    )


def test_what_has_no_distance_is_counted_apart(ask: Ask) -> None:
    supply = ask("states=NM").supply
    assert (supply.matching, supply.located, supply.reaches_everyone, supply.without_point) == (5, 2, 2, 1)
    assert supply.by_precision == {"exact": 1, "city": 1}
    assert supply.by_source == {"Test list": 3, "no source named": 2}


def test_filters_narrow_the_supply(ask: Ask) -> None:
    found = ask("states=NM", "discipline=physics")
    assert found.supply.located == 1
    assert found.summary.people_beyond == 3000
    assert found.areas[0].nearest_asset_name == "Asset A"


def test_no_supply_puts_everybody_beyond(ask: Ask) -> None:
    found = ask("states=CO,NM", "discipline=aerospace")
    assert found.no_supply
    assert found.summary.people_beyond == found.summary.people == 4500
    assert found.summary.mean_nearest_m is None
    assert found.summary.farthest_m is None
    assert {area.nearest_m for area in found.areas} == {None}
    assert {area.nearest_asset_id for area in found.areas} == {None}
    assert found.states[0].mean_nearest_m is None
    assert ask("states=CO", "areas=zip", "kind=opportunity").no_supply


def test_modelled_figures_say_so(ask: Ask) -> None:
    assert ask("states=NM", "population=hispanic").modelled
    assert not ask("states=NM").modelled
    source = ask("states=NM", "population=hispanic").sources[0]
    assert (source.slug, source.role, source.vintage, source.method) == (
        "t-shares",
        "population",
        "2008",
        "modelled",
    )


def test_sources_name_figures_and_areas(ask: Ask) -> None:
    assert [(source.slug, source.role) for source in ask("states=NM").sources] == [
        ("t-census", "population"),
        ("t-lines", "areas"),
    ]


def test_a_group_without_figures_is_refused_with_those_that_have(ask: Ask) -> None:
    with pytest.raises(BadParameterError) as refusal:
        ask("states=NM", "population=girls-5-17")
    assert refusal.value.parameter == "population"
    assert refusal.value.accepted == ["hispanic", "total"]
    with pytest.raises(NotFoundError, match="WY"):
        ask("states=WY")


def test_groups_that_can_be_asked_for(world: Session) -> None:
    assert [(each.group, each.method, each.areas) for each in available_groups(world)] == [
        ("total", "counted", 4),
        ("hispanic", "modelled", 4),
    ]


def test_better_figures_are_preferred(world: Session, ask: Ask) -> None:
    def add(source: str, vintage: str, method: str, zips: str) -> None:
        world.execute(
            text(
                'INSERT INTO area_population (area_id, "group", source, vintage, people, method)'
                " SELECT id, 'total', :source, :vintage, 7, :method FROM area"
                " WHERE kind = 'zip' AND geoid = ANY (string_to_array(:zips, ','))"
            ),
            {"source": source, "vintage": vintage, "method": method, "zips": zips},
        )

    everywhere = "87901,87902,81901,81902"
    add("t-shares", "2020", "modelled", everywhere)
    assert ask("states=US").figures.vintage == "2010", "counted before modelled"
    add("t-census", "2030", "counted", "87901")
    assert ask("states=US").figures.vintage == "2010", "complete before newer"
    add("t-census", "2020", "counted", everywhere)
    assert ask("states=US").figures.vintage == "2020", "newer before older"
    assert ask("states=US").summary.people == 28


def test_order_is_the_same_every_time(ask: Ask, add_asset: Callable[..., None]) -> None:
    """Equal numbers beyond are ordered by GEOID, whatever order rows come in."""
    found = ask("states=US", "areas=zip", "discipline=aerospace")
    again = ask("states=US", "areas=zip", "discipline=aerospace")
    assert [area.geoid for area in found.areas] == ["87902", "87901", "81901", "81902"]
    assert list(found.areas) == list(again.areas)
    equal = ask("states=US", "areas=zip", "distance=100mi")
    assert [area.geoid for area in equal.areas] == ["81901", "87901", "87902", "81902"]


def test_a_new_asset_only_brings_people_nearer(ask: Ask, add_asset: Callable[..., None]) -> None:
    before = {area.geoid: area.nearest_m for area in ask("states=US", "areas=zip").areas}
    add_asset("Nearer", -106, 36.01)
    found = ask("states=US", "areas=zip")
    assert found.summary.people_beyond == 0
    for area in found.areas:
        assert area.nearest_m is not None
        assert area.nearest_m <= (before[area.geoid] or 0)


def test_parts_that_do_not_add_up_are_withheld(ask: Ask) -> None:
    found = ask("states=US")
    check_identities(found.summary, found.states, found.areas)
    with pytest.raises(CoverageIdentityError):
        check_identities(replace(found.summary, people=4501), found.states, found.areas)
    with pytest.raises(CoverageIdentityError):
        check_identities(found.summary, found.states[:1], found.areas)
    with pytest.raises(CoverageIdentityError):
        check_identities(found.summary, found.states, replace(found.areas, people_beyond=found.areas.people))


def test_without_states_the_six_are_meant(ask: Ask, settings: Settings) -> None:
    assert ask().question.states == tuple(sorted(settings.six_states))
    assert ask("states=us").question.states == ()
    assert ask("states=New Mexico,co", "states=08").question.states == ("CO", "NM")

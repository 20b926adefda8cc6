"""Every measure in the small world, computed by hand; what counts, where a gap begins, who is beyond the border."""

from collections.abc import Callable

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.coverage.results import AreaGap, CoverageAnswer
from app.errors import BadParameterError
from app.settings import get_settings

Ask = Callable[..., CoverageAnswer]


def area(found: CoverageAnswer, geoid: str) -> AreaGap:
    return next(each for each in found.areas if each.geoid == geoid)


def test_people_across_the_border_share_the_same_asset(ask: Ask) -> None:
    found = ask("states=NM", "areas=zip", "measure=2sfca")
    assert area(found, "87901").value == pytest.approx(1 / 1500), "1,000 here and 500 in Colorado"
    assert area(found, "87902").value == 0
    assert area(found, "87902").no_supply_in_reach
    assert found.summary.value == pytest.approx(1000 / 1500 / 4000)
    assert found.summary.people_beyond == 3000
    used = found.identities[-1]
    assert (used.left, used.right) == (pytest.approx(1), pytest.approx(1))


@pytest.mark.parametrize("measure", ["e2sfca", "3sfca", "bfca", "spatial-availability", "gravity", "raam"])
def test_who_reaches_nothing_is_in_a_gap_by_every_measure(ask: Ask, measure: str) -> None:
    found = ask("states=CO,NM", "areas=zip", f"measure={measure}")
    assert found.summary.people_beyond == 3000
    value = area(found, "87902").value
    assert value is None if measure == "raam" else value == 0
    assert (area(found, "87901").value or 0) > 0


def test_count_and_its_threshold(ask: Ask) -> None:
    found = ask("states=NM", "areas=zip", "measure=count", "distance=60km")
    assert [(each.geoid, each.value, each.count) for each in found.areas] == [
        ("87901", 1, 1),
        ("87902", 1, 1),
    ]
    assert found.summary.people_beyond == 0
    two = ask("states=NM", "areas=zip", "measure=count", "distance=60km", "below=2")
    assert (two.summary.people_beyond, two.found.threshold) == (4000, 2)
    half = ask("states=NM", "areas=zip", "measure=count", "below=50%")
    assert (half.found.threshold, half.summary.people_beyond) == (0.125, 3000), (
        "the mean person has 1/4 of one"
    )


def test_ratio_by_state(ask: Ask) -> None:
    found = ask("states=CO,NM", "areas=state", "measure=ratio")
    assert [(each.geoid, each.name, each.value) for each in found.areas] == [
        ("08", "Colorado", 1 / 500),
        ("35", "New Mexico", 1 / 4000),
    ]
    assert ask("states=CO,NM", "areas=state", "measure=ratio", "below=0.001").summary.people_beyond == 4000


def test_unknown_seats_are_left_out_and_counted(ask: Ask, world: Session) -> None:
    assert ask("states=NM", "measure=seats").no_supply
    world.execute(text("UPDATE asset SET seats = 30 WHERE name = 'Asset A'"))
    found = ask("states=NM", "areas=zip", "measure=seats", "distance=60km")
    assert [(each.geoid, each.value) for each in found.areas] == [("87902", 0), ("87901", 30)]
    assert found.found.weighted.without_seats == 1
    assert found.summary.people_beyond == 3000
    shared = ask("states=NM", "areas=zip", "measure=2sfca", "weight=seats")
    assert area(shared, "87901").value == pytest.approx(30 / 1500)


def test_assets_without_a_place_count_when_included(ask: Ask) -> None:
    found = ask("states=CO,NM", "areas=zip", "measure=count", "include=statewide,virtual")
    counts = {each.geoid: each.count for each in found.areas}
    assert counts == {"87901": 3, "87902": 2, "81901": 2, "81902": 1}, "D serves New Mexico, C everybody"
    assert found.found.weighted.included == 2
    nearest = ask("states=NM", "areas=zip", "include=statewide")
    assert nearest.summary.people_beyond == 0
    assert area(nearest, "87902").nearest_asset_name == "Statewide D"


def test_virtual_assets_need_broadband_where_asked(ask: Ask, world: Session) -> None:
    asked = ("states=CO,NM", "measure=count", "include=virtual", "broadband_min=60%", "kind=program")
    with pytest.raises(BadParameterError, match="stemmap load acs"):
        ask(*asked)
    add_fact(world, "35901", "broadband-share", 59.9)
    add_fact(world, "08901", "broadband-share", 60)
    counts = {each.geoid: each.count for each in ask(*asked).areas}
    assert (counts["35901"], counts["08901"]) == (0, 1)


def test_rural_people_have_another_distance(ask: Ask, world: Session) -> None:
    asked = ("states=NM", "rural_distance=60km")
    with pytest.raises(BadParameterError, match="stemmap load rucc"):
        ask(*asked)
    add_fact(world, "35901", "rucc", 4)
    assert ask(*asked).summary.people_beyond == 0
    add_fact(world, "35901", "rucc", 3)
    assert ask(*asked).summary.people_beyond == 3000


def test_circuity_makes_every_way_longer(ask: Ask) -> None:
    plain, longer = ask("states=NM"), ask("states=NM", "circuity=2")
    assert longer.areas[0].nearest_m == pytest.approx(2 * (plain.areas[0].nearest_m or 0))
    assert ask("states=NM", "circuity=3").summary.people_beyond == 4000


def test_rational_agents_have_a_limit(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STEMMAP_COVERAGE_RAAM_POINTS_MAX", "2")
    get_settings.cache_clear()
    try:
        with pytest.raises(Exception, match="2 points at most, and these are 4") as refused:
            ask("states=NM", "measure=raam")
        assert refused.value.status == 413  # type: ignore[attr-defined]
    finally:
        monkeypatch.undo()
        get_settings.cache_clear()


@pytest.mark.parametrize("kind", ["tract", "school-district", "legislative-district", "custom"])
def test_kinds_that_are_not_loaded_are_refused(ask: Ask, kind: str) -> None:
    with pytest.raises(BadParameterError, match="not loaded here"):
        ask("states=NM", f"areas={kind}")


def test_areas_of_boundaries_take_the_points_inside(ask: Ask, world: Session) -> None:
    world.execute(
        text(
            "INSERT INTO area (kind, geoid, name, state, point, geom, vintage, source) VALUES"
            " ('school-district', '3500001', 'North', 'NM', ST_SetSRID(ST_MakePoint(-106, 36.8), 4326),"
            "  ST_Multi(ST_MakeEnvelope(-107, 36.5, -105, 37, 4326)), '2022', 't-lines')"
        )
    )
    found = ask("states=NM", "areas=school-district")
    assert [(each.geoid, each.people, each.people_beyond) for each in found.areas] == [
        ("none", 3000, 3000),
        ("3500001", 1000, 0),
    ]
    assert found.areas[0].name == "In none of the school districts"


def add_fact(world: Session, county: str, fact: str, value: float) -> None:
    world.execute(
        text(
            "INSERT INTO area_fact (area_id, fact, source, vintage, value)"
            " SELECT id, :fact, 't-census', '2020', :value FROM area WHERE kind = 'county' AND geoid = :county"
            " ON CONFLICT (area_id, fact, source, vintage) DO UPDATE SET value = excluded.value"
        ),
        {"county": county, "fact": fact, "value": value},
    )

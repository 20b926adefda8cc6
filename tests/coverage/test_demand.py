"""Where people are put: figures of counties over the points inside them, with margins, without a border."""

from collections.abc import Callable

import numpy as np
import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.coverage.demand import ZIP_KINDS, Demand, read_demand
from app.coverage.figure_sets import available_groups, figures_for
from app.coverage.kept_demand import KeptDemand
from app.coverage.results import CoverageAnswer
from app.coverage.words import paragraph
from app.errors import BadParameterError

Add = Callable[..., None]


@pytest.fixture
def add_figures(world: Session) -> Add:
    """Figures of one set: `add_figures("county", "hispanic", {"35901": (400, 60)})`."""

    def add(
        kind: str, group: str, people: dict[str, tuple[float, float | None]], *, source: str = "t-census",
        vintage: str = "2018", method: str = "estimated",
    ) -> None:  # fmt: skip
        for geoid, (number, moe) in people.items():
            world.execute(
                text(
                    'INSERT INTO area_population (area_id, "group", source, vintage, people, moe, method)'
                    " SELECT id, :group, :source, :vintage, :people, :moe, :method FROM area"
                    " WHERE kind = :kind AND geoid = :geoid"
                ),
                {
                    "kind": kind, "geoid": geoid, "group": group, "people": number, "moe": moe, "source": source,
                    "vintage": vintage, "method": method,
                },
            )  # fmt: skip

    return add


@pytest.fixture
def add_tract(world: Session) -> Add:
    def add(geoid: str, lon: float, lat: float, people: float, state: str = "NM") -> None:
        world.execute(
            text(
                "WITH made AS (INSERT INTO area (kind, geoid, name, state, county_geoid, point, vintage, source)"
                " VALUES ('tract', :geoid, :geoid, :state, left(:geoid, 5),"
                " ST_SetSRID(ST_MakePoint(:lon, :lat), 4326), '2020', 't-lines') RETURNING id)"
                ' INSERT INTO area_population (area_id, "group", source, vintage, people, method)'
                " SELECT id, 'total', 't-census', '2020', :people, 'counted' FROM made"
            ),
            {"geoid": geoid, "lon": lon, "lat": lat, "people": people, "state": state},
        )

    return add


COUNTIES = {"35901": (400.0, 60.0), "35902": (7.0, None), "08901": (100.0, 0.0)}


def people_at(demand: Demand) -> dict[str, float]:
    return dict(zip(demand.geoid, demand.people, strict=True))


def test_county_figures_are_spread_by_total_people(world: Session, add_figures: Add) -> None:
    add_figures("county", "hispanic", COUNTIES)
    demand = read_demand(world, ("NM",), "hispanic")
    assert people_at(demand) == {"35902": 7.0, "87901": 100.0, "87902": 300.0}
    assert demand.spread
    assert demand.own_point.tolist() == [True, False, False], "Cedar County has no point with people"
    assert demand.point_kind.tolist() == ["county", "zip", "zip"]
    assert demand.unit_geoid[demand.unit].tolist() == ["35902", "35901", "35901"]
    assert demand.unit_people[demand.unit].tolist() == [7.0, 400.0, 400.0]
    np.testing.assert_array_equal(demand.unit_moe[demand.unit], [np.nan, 60.0, 60.0])
    assert demand.figures.points == "ZIP areas, spread there from counties by total people (modelled)"


def test_tracts_are_finer_than_zip_areas(world: Session, add_figures: Add, add_tract: Add) -> None:
    add_figures("county", "hispanic", COUNTIES)
    add_tract("35901000100", -106, 36.9, 10)
    add_tract("35901000200", -106, 36.1, 30)
    add_tract("35901000300", -106, 36.2, 0)
    demand = read_demand(world, ("CO", "NM"), "hispanic")
    assert people_at(demand) == {"35901000100": 100, "35901000200": 300, "35902": 7, "81901": 100}
    assert (
        demand.figures.points
        == "census tracts and ZIP areas, spread there from counties by total people (modelled)"
    )
    by_zip = read_demand(world, ("NM",), "hispanic", kinds=ZIP_KINDS)
    assert people_at(by_zip) == {"35902": 7, "87901": 100, "87902": 300}, (
        "an answer by ZIP area stays at ZIP areas"
    )


def test_a_county_that_was_split_is_spread_over_its_parts(
    world: Session, add_figures: Add, add_tract: Add
) -> None:
    world.execute(
        text(
            "INSERT INTO area (kind, geoid, name, state, county_geoid, point, vintage, source) VALUES"
            " ('county', '02261', 'Valdez-Cordova', 'AK', '02261', ST_SetSRID(ST_MakePoint(-145, 61), 4326),"
            " '2017', 't-lines')"
        )
    )
    add_figures("county", "hispanic", {"02261": (90.0, 9.0)})
    add_tract("02063000100", -146, 61, 20, "AK")
    add_tract("02066000100", -144, 62, 10, "AK")
    demand = read_demand(world, ("AK",), "hispanic")
    assert people_at(demand) == {"02063000100": 60, "02066000100": 30}
    assert set(demand.county_geoid) == {"02261"}


def test_survey_figures_of_counties_beat_modelled_ones_of_zip_areas(world: Session, add_figures: Add) -> None:
    assert figures_for(world, ("NM",), "hispanic").kind == "zip"
    add_figures("county", "hispanic", COUNTIES)
    found = figures_for(world, ("NM",), "hispanic")
    assert (found.kind, found.method, found.vintage, found.counties) == ("county", "estimated", "2018", 2)
    assert found.choice == (
        "Figures of counties, t-census 2018 (estimated). Not taken: ZIP areas, t-shares 2008 (modelled, not complete)."
    )
    assert [(each.group, each.kind) for each in available_groups(world)] == [
        ("total", "zip"),
        ("hispanic", "county"),
    ]


def test_figures_of_few_counties_do_not_win(world: Session, add_figures: Add) -> None:
    add_figures("county", "hispanic", {"35901": (400.0, 60.0)})
    assert figures_for(world, ("CO", "NM"), "hispanic").kind == "zip"
    assert figures_for(world, ("NM",), "hispanic").kind == "county"


def test_margins_of_points_of_their_own(world: Session, add_figures: Add) -> None:
    add_figures("zip", "age-5-17", {"87901": (90.0, 12.0), "87902": (10.0, None)})
    demand = read_demand(world, ("NM",), "age-5-17", lone_counties=True)
    assert not demand.spread
    assert demand.geoid.tolist() == ["35902", "87901", "87902"]
    assert demand.unit.tolist() == [-1, 0, 1]
    assert demand.is_zip.tolist() == [False, True, True]
    assert (demand.unit_geoid.tolist(), demand.unit_people.tolist()) == (["87901", "87902"], [90.0, 10.0])
    np.testing.assert_array_equal(demand.unit_moe, [12.0, np.nan])
    assert not demand.own_point.any()


def test_people_across_the_border_up_to_the_margin(world: Session) -> None:
    """Birchtown lies 0.3 degrees (33.3 km) north of Lineville, across the line; Nowhere is far."""
    assert read_demand(world, ("NM",), "total").inside.tolist() == [True, True]
    assert read_demand(world, ("NM",), "total", margin_m=33_000).geoid.tolist() == ["87901", "87902"]
    near = read_demand(world, ("NM",), "total", margin_m=34_000)
    assert near.geoid.tolist() == ["81901", "87901", "87902"]
    assert near.inside.tolist() == [False, True, True]
    assert near.unit_geoid[near.unit].tolist() == ["81901", "87901", "87902"]
    assert read_demand(world, (), "total", margin_m=34_000).inside.all()


def test_counties_across_the_border_are_spread_whole(
    world: Session, add_figures: Add, add_tract: Add
) -> None:
    add_figures("county", "hispanic", COUNTIES)
    add_tract("35901000100", -106, 36.9, 10)
    add_tract("08901000100", -106, 37.1, 40, "CO")
    add_tract("08901000200", -106, 37.9, 60, "CO")
    demand = read_demand(world, ("NM",), "hispanic", margin_m=30_000)
    beyond = demand.geoid[~demand.inside].tolist()
    assert beyond == ["08901000100"]
    assert demand.people[~demand.inside].tolist() == [40.0], "its share of the whole county, not all of it"


def test_answers_by_county_keep_the_published_figures(
    ask: Callable[..., CoverageAnswer], add_figures: Add, add_tract: Add
) -> None:
    add_figures("county", "hispanic", COUNTIES)
    add_tract("35901000100", -106, 36.9, 10)
    add_tract("35901000200", -106, 36.0, 30)
    found = ask("states=NM", "population=hispanic")
    assert {area.geoid: (area.people, area.people_beyond) for area in found.areas} == {
        "35901": (pytest.approx(400), pytest.approx(300)), "35902": (7, 7),
    }  # fmt: skip
    by_zip = ask("states=NM", "population=hispanic", "areas=zip")
    assert by_zip.summary.people == pytest.approx(407)
    assert {area.geoid for area in by_zip.areas} == {"35902", "87901", "87902"}


def test_a_group_only_of_finer_areas_is_refused_by_zip_area(
    world: Session, add_figures: Add, add_tract: Add
) -> None:
    add_tract("35901000100", -106, 36.9, 10)
    add_figures("tract", "age-5-17", {"35901000100": (5.0, 2.0)})
    assert read_demand(world, ("NM",), "age-5-17").people.tolist() == [5.0]
    with pytest.raises(BadParameterError, match="only of census tracts: ask by county"):
        read_demand(world, ("NM",), "age-5-17", kinds=ZIP_KINDS)


def test_better_figures_of_a_narrower_group_are_named(
    world: Session, add_figures: Add, ask: Callable[..., CoverageAnswer]
) -> None:
    add_figures("zip", "native-american", {"87901": (9.0, None), "87902": (8.0, None)}, method="modelled")
    assert read_demand(world, ("NM",), "native-american").figures.beside == ""
    add_figures("county", "native-american-non-hispanic", {"35901": (12.0, 2.0)})
    figures = read_demand(world, ("NM",), "native-american").figures
    assert (figures.group, figures.method) == ("native-american", "modelled")
    assert figures.beside.endswith("t-census 2018: ask for `native-american-non-hispanic`.")
    assert figures.beside in paragraph(ask("states=NM", "population=native-american"))


def test_figures_of_whole_states_are_not_spread(world: Session, add_figures: Add) -> None:
    world.execute(
        text(
            "INSERT INTO area (kind, geoid, name, state, point, vintage, source)"
            " VALUES ('state', '35', 'New Mexico', 'NM', ST_SetSRID(ST_MakePoint(-106, 34), 4326), '2020', 't-lines')"
        )
    )
    add_figures("state", "age-5-17", {"35": (5.0, 2.0)})
    with pytest.raises(BadParameterError, match="but of states: those are not spread over smaller areas"):
        read_demand(world, ("NM",), "age-5-17")


# Kept


def test_demand_is_read_once_for_a_version(world: Session) -> None:
    kept = KeptDemand(2)
    first = kept.of(world, 1, ("NM",), "total", kinds=ZIP_KINDS)
    assert kept.of(world, 1, ("NM",), "total", kinds=ZIP_KINDS) is first
    assert kept.of(world, 2, ("NM",), "total", kinds=ZIP_KINDS) is not first
    assert kept.of(world, 2, ("NM",), "total", kinds=ZIP_KINDS, margin_m=5.0) is not first


def test_no_more_is_kept_than_the_bound(world: Session) -> None:
    kept = KeptDemand(1)
    first = kept.of(world, 1, ("NM",), "total", kinds=ZIP_KINDS)
    kept.of(world, 1, ("CO",), "total", kinds=ZIP_KINDS)
    assert len(kept) == 1
    assert kept.of(world, 1, ("NM",), "total", kinds=ZIP_KINDS) is not first

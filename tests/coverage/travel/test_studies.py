"""Studies by a travel table: covered, sites, what-if, ladder; and straight lines that are longer by a factor."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.coverage.runs.compare import Side, compared
from app.coverage.studies.answer import answer_study
from app.coverage.studies.asked import Study, parse_study
from app.coverage.studies.effort import Effort
from app.coverage.studies.reading import read_scene
from app.coverage.studies.rungs import ladder_answer, parse_ladder
from app.coverage.studies.scene import scene_from
from app.errors import BadParameterError
from app.settings import Settings
from tests.coverage.conftest import TODAY
from tests.coverage.travel.conftest import ROWS, A, B, Keep

Answer = dict[str, Any]
SITES = [("87902", "87901", 25.0), ("87901", "87901", 0.0), ("87902", "87902", 0.0), ("87901", "87902", 25.0)]


@pytest.fixture
def study(world: Session, home: Settings) -> Callable[..., Answer]:
    def ask(kind: str, **given: Any) -> Answer:
        asked = parse_study(kind, {"states": ["NM"], "areas": "zip", **given}, home)
        return answer_study(asked, read_scene(world, asked, home, TODAY), Effort())

    return ask


def test_covered_in_minutes(study: Callable[..., Answer], keep: Keep) -> None:
    keep()
    answer = study("coverage", travel="drive", minutes=30)
    assert answer["groups"][0]["people_beyond"] == 3000
    assert answer["question"]["distance"] == "30min"
    assert answer["question"]["minutes"] == 30
    assert "distance_m" not in answer["question"]
    assert answer["travel"]["rows_used"] == 3
    assert answer["question"]["travel"] == f"drive@{answer['travel']['digest']}"
    assert answer["method"].startswith("Minutes are those of the travel table")
    assert answer["words"] == "Beyond 30min of any matching asset: All people: 3,000 of 4,000."
    assert study("coverage", travel="drive", distance="45min")["groups"][0]["people_beyond"] == 0


def test_a_study_reads_back_as_itself(home: Settings, keep: Keep) -> None:
    keep()
    asked = parse_study("coverage", {"travel": "drive", "minutes": 20}, home)
    assert parse_study("coverage", asked.parameters(), home) == asked
    far = parse_study("coverage", {"circuity": 1.3}, home)
    assert parse_study("coverage", far.parameters(), home) == far
    assert far.parameters()["circuity"] == 1.3


def test_circuity_is_counted_everywhere(study: Callable[..., Answer]) -> None:
    near = study("coverage", distance="17km")["groups"][0]["people_beyond"]
    longer = study("coverage", distance="17km", circuity=1.3)
    assert (near, longer["groups"][0]["people_beyond"]) == (3000, 4000), "16.6 km to Asset A; 21.6 by road"
    assert "times 1.3 for the roads" in longer["method"]
    points = [{"lon": -106.0, "lat": 36.15, "name": "P"}]
    assert study("siting", distance="17km", points=points, sites=1)["sites"][0]["people"]["total"] == 3000
    assert study("siting", distance="17km", circuity=1.3, points=points, sites=1)["sites"] == []
    added = study("what-if", distance="17km", circuity=1.3, add=[[-106.0, 36.15]])
    assert added["groups"][0]["gained"] == 0


def test_sites_are_chosen_by_the_table(study: Callable[..., Answer], keep: Keep) -> None:
    keep(rows=[*ROWS, *SITES])
    best = study("siting", travel="drive", minutes=25, candidates="zip", sites=1)
    assert [(each["ref"], each["people"]["total"]) for each in best["sites"]] == [("87901", 3000)]
    near = study("siting", travel="drive", minutes=20, candidates="zip", sites=1)
    assert near["sites"][0]["ref"] == "87902"
    whole = study("siting", travel="drive", minutes=10, candidates="zip", method="whole")
    assert [each["ref"] for each in whole["sites"]] == ["87902", "87901"]


def test_seats_are_shared_by_the_table(study: Callable[..., Answer], keep: Keep, world: Session) -> None:
    keep(rows=[*ROWS, *SITES])
    world.execute(text("UPDATE asset SET seats = 30 WHERE id = :a"), {"a": A})
    found = study(
        "siting", travel="drive", minutes=30, candidates="zip", method="seats", seats=10, target=0.01, sites=1
    )
    assert found["seats"]["assets_counted"] == 1
    assert found["seats"]["short"] == 30, (
        "87901 has 30 / 1,500 for each; 3,000 people of 87902 lack 0.01 each"
    )


def test_candidates_without_a_row_are_refused(study: Callable[..., Answer], keep: Keep) -> None:
    keep()
    with pytest.raises(BadParameterError, match="None of the 2 destinations of the travel table `drive`"):
        study("siting", travel="drive", candidates="zip")


def test_what_closes_is_counted_and_what_opens_has_no_times(study: Callable[..., Answer], keep: Keep) -> None:
    keep()
    closed = study("what-if", travel="drive", minutes=45, remove=[B])
    assert (closed["groups"][0]["lost"], closed["assets"]) == (3000, {"before": 2, "after": 1})
    for name, value in (("add", [[-106, 36]]), ("move", [{"id": B, "lon": -106, "lat": 36}])):
        with pytest.raises(
            BadParameterError, match=f"`{name}` puts a site where the travel table has no times"
        ):
            study("what-if", travel="drive", **{name: value})


def test_what_serves_a_radius_or_counties(study: Callable[..., Answer], keep: Keep, world: Session) -> None:
    keep()
    world.execute(
        text("UPDATE asset SET reach = 'areas', service_area_geoids = '{35901}' WHERE id = :b"), {"b": B}
    )
    assert study("coverage", travel="drive", minutes=10)["groups"][0]["people_beyond"] == 0


def test_the_ladder(world: Session, home: Settings, keep: Keep) -> None:
    keep()
    world.execute(text("UPDATE asset SET grades = '{7}' WHERE id = :a"), {"a": A})
    asked = parse_ladder([("states", "NM"), ("travel", "drive"), ("bands", "middle"), ("areas", "zip")], home)
    found = {row["geoid"]: row["first_missing"] for row in ladder_answer(asked, world, home, TODAY)["areas"]}
    assert found == {"87901": None, "87902": "middle"}


def side(name: str, study: Study, world: Session, home: Settings) -> Side:
    scene = read_scene(world, study, home, TODAY)
    return Side(name, study, scene, answer_study(study, scene, Effort()))


def test_kept_scenes_give_the_same_without_the_table(world: Session, home: Settings, keep: Keep) -> None:
    path = keep()
    asked = parse_study("coverage", {"states": ["NM"], "travel": "drive"}, home)
    scene = read_scene(world, asked, home, TODAY)
    before, packed, digest = answer_study(asked, scene, Effort()), scene.packed(), scene.digest()
    path.unlink()
    again = scene_from(packed)
    assert again.digest() == digest
    assert answer_study(parse_study("coverage", asked.parameters(), home), again, Effort()) == before
    with pytest.raises(BadParameterError, match="There is no travel table `drive`"):
        read_scene(world, parse_study("coverage", asked.parameters(), home), home, TODAY)


def test_comparing(world: Session, home: Settings, keep: Keep) -> None:
    keep()
    near, far = (
        side(
            f"run-{minutes}",
            parse_study("coverage", {"states": ["NM"], "travel": "drive", "minutes": minutes}, home),
            world,
            home,
        )
        for minutes in (30, 45)
    )
    found = compared(near, far)
    assert found["groups"][0]["because_of"] == {"demand": 0, "supply": 0, "parameters": -3000}
    keep(rows=[(start, end, minutes / 2) for start, end, minutes in ROWS])
    other = parse_study("coverage", {"states": ["NM"], "travel": "drive"}, home)
    found = compared(near, side("run-other", other, world, home))
    assert found["groups"][0]["because_of"] == {
        "demand": 0, "supply": 0, "parameters": 0, "travel": -3000
    }  # fmt: skip


def test_presets_have_no_part_in_travel_times(home: Settings, keep: Keep) -> None:
    keep()
    with pytest.raises(BadParameterError, match="Presets say their distances in miles"):
        parse_study("agreement", {"travel": "drive", "presets": "P4"}, home)

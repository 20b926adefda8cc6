"""Studies in the small world: cover, siting, what-if, hot spots; each number was worked out by hand."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from sqlalchemy.orm import Session

from app.coverage.studies.answer import answer_study
from app.coverage.studies.asked import parse_study
from app.coverage.studies.effort import Effort
from app.coverage.studies.reading import read_scene
from app.coverage.studies.scene import scene_from
from app.errors import BadParameterError, TooMuchWorkError
from app.settings import Settings
from tests.coverage.conftest import TODAY
from tests.coverage.studies.conftest import line_scene

Study = Callable[..., dict[str, Any]]
A, B = "00000000-0000-4000-8000-00000000000a", "00000000-0000-4000-8000-00000000000b"
FARFIELD = [-106.0, 36.0]


def test_coverage_is_that_of_the_coverage_question(study: Study) -> None:
    answer = study("coverage", states=["NM"], population=["total", "hispanic"])
    assert [(g["group"], g["people"], g["people_beyond"]) for g in answer["groups"]] == [
        ("total", 4000, 3000), ("hispanic", 1001, 750.8),
    ]  # fmt: skip
    assert answer["areas"][0]["geoid"] == "35901"
    assert answer["areas"][0]["people_beyond"] == {"total": 3000, "hispanic": 750.8}
    assert answer["data_version"] > 0
    assert answer["as_of"] == TODAY.isoformat()


@pytest.mark.parametrize(("areas", "geoids"), [("zip", ["87902", "87901"]), ("state", ["35"])])
def test_areas(study: Study, areas: str, geoids: list[str]) -> None:
    answer = study("coverage", states=["NM"], areas=areas)
    assert [each["geoid"] for each in answer["areas"]] == geoids
    assert sum(each["people"]["total"] for each in answer["areas"]) == 4000


def test_the_next_site_is_where_nobody_is_served(study: Study) -> None:
    answer = study("siting", states=["NM"], points=[[-106, 36.9], FARFIELD, [-104, 36]], sites=3)
    (site,) = answer["sites"]
    assert (site["ref"], site["rank"], site["people"], site["weight"]) == ("2", 1, {"total": 3000}, 3000)
    assert site["areas"] == [
        {"geoid": "35901", "name": "Alder County", "state": "NM", "people": {"total": 3000}}
    ]
    assert (answer["proven"], answer["share_of_best"]) == (True, 1.0)
    assert answer["groups"][0]["people_beyond_after"] == 0
    assert [each["weight"] for each in answer["curve"]] == [0, 3000]
    assert "One new site would newly reach 3,000 people" in answer["words"]


@pytest.mark.parametrize(("candidates", "number"), [("zip", 3), ("institutions", 1), ("places", 0)])
def test_candidates(study: Study, world: Session, candidates: str, number: int) -> None:
    answer = study("siting", states=["NM"], candidates=candidates)
    assert answer["candidates"] == {"kind": candidates, "number": number}
    assert bool(answer["sites"]) == bool(number), "the institution and Farfield's ZIP area are at one place"


def test_weights_decide_between_groups(settings: Settings) -> None:
    scene = line_scene([[100, 0], [60, 60]], assets=[], candidates=[0, 1])

    def first(**population: float) -> str:
        study = parse_study("siting", {"population": population, "sites": 1, "points": [[0, 0]]}, settings)
        return str(answer_study(study, scene, Effort())["sites"][0]["name"])

    assert first(total=1, rural=0) == "Site 0"
    assert first(total=1, rural=1) == "Site 1"


def test_exact_is_proven_and_tells_how_far_it_is(settings: Settings) -> None:
    # The greedy choice takes the middle first; the two outer sites reach more together.
    people = [[3.0], [4.0], [4.0], [3.0]]
    scene = line_scene(people, assets=[], candidates=[0.5, 1.5, 2.5])
    asked = {"points": [[0, 0]], "sites": 2, "distance": "60km"}
    greedy = answer_study(parse_study("siting", asked, settings), scene, Effort())
    study = parse_study("siting", {**asked, "method": "exact"}, settings)
    told: list[dict[str, Any]] = []
    best = answer_study(study, scene, Effort(proof_s=20, progress=told.append))
    short = answer_study(study, scene, Effort(proof_s=1e-9))
    assert (short["weight"]["gained"], short["proven"]) == (11, False), (
        "out of time: the best so far, and its bound"
    )
    assert told[-1]["step"] == "proof"
    assert told[-1]["share_of_best"] == 1
    assert greedy["weight"]["gained"] == 11
    assert greedy["share_of_best"] <= 11 / 14
    assert (best["weight"]["gained"], best["proven"], best["share_of_best"]) == (14, True, 1.0)


def test_whole_needs_every_forced_site(settings: Settings) -> None:
    scene = line_scene([[1.0], [1.0], [1.0], [5.0]], assets=[], candidates=[0.5, 1, 1.5, 2])
    study = parse_study("siting", {"points": [[0, 0]], "method": "whole", "distance": "60km"}, settings)
    answer = answer_study(study, scene, Effort(proof_s=20))
    assert (answer["at_least"], len(answer["sites"]), answer["proven"]) == (2, 2, True)
    assert answer["out_of_reach"] == {"total": 5}
    assert answer["groups"][0]["people_beyond_after"] == 5


def test_seats_go_where_most_are_short(settings: Settings) -> None:
    scene = line_scene([[100.0], [100.0]], assets=[0], candidates=[0, 1], seats=10)
    asked = {"points": [[0, 0]], "method": "seats", "seats": 10, "target": 0.1, "sites": 2}
    answer = answer_study(parse_study("siting", asked, settings), scene, Effort())
    assert [(each["name"], each["seats_used"]) for each in answer["sites"]] == [("Site 1", 10)]
    assert answer["seats"] == {"assets_counted": 1, "short": 10, "brought": 10}


def test_people_beyond_the_states_take_seats_but_are_not_counted(settings: Settings) -> None:
    scene = line_scene([[100.0], [100.0]], assets=[], candidates=[0.5])
    scene = replace(scene, inside=np.array([True, False]))
    asked = {"points": [[0, 0]], "method": "seats", "seats": 10, "target": 1, "distance": "60km"}
    answer = answer_study(parse_study("siting", asked, settings), scene, Effort())
    assert answer["seats"]["brought"] == 5
    assert answer["sites"][0]["people"] == {"total": 100}


def test_what_if(study: Study) -> None:
    answer = study("what-if", states=["NM"], add=[FARFIELD], remove=[A])
    (group,) = answer["groups"]
    assert (group["gained"], group["lost"]) == (3000, 1000)
    assert (group["people_beyond"], group["people_beyond_after"]) == (3000, 1000)
    assert answer["assets"] == {"before": 2, "after": 2}
    (area,) = answer["areas"]
    assert (area["geoid"], area["gained"], area["lost"]) == ("35901", {"total": 3000}, {"total": 1000})


def test_a_move_is_both(study: Study) -> None:
    answer = study("what-if", states=["NM"], move=[{"id": B, "lon": -106, "lat": 36}])
    assert (answer["groups"][0]["gained"], answer["groups"][0]["lost"]) == (3000, 0)


def test_a_new_site_may_serve_a_radius(study: Study) -> None:
    far = {"lon": -106, "lat": 35.6, "radius_m": 20_000}
    answer = study("what-if", states=["NM"], distance="25km", add=[far])
    assert answer["groups"][0]["gained"] == 3000


def test_an_asset_that_is_not_there_is_named(study: Study) -> None:
    with pytest.raises(BadParameterError, match="0000c is not among the 2"):
        study("what-if", states=["NM"], remove=["00000000-0000-4000-8000-00000000000c"])


def test_more_pairs_than_are_held(settings: Settings) -> None:
    scene = line_scene([[1.0], [1.0]], assets=[], candidates=[0, 0, 1])
    study = parse_study("siting", {"points": [[0, 0]]}, settings)
    with pytest.raises(TooMuchWorkError, match=r"^3 pairs"):
        answer_study(study, scene, Effort(pairs_max=2))
    assert answer_study(study, scene, Effort(pairs_max=3))["proven"]


def test_more_candidates_than_are_read(world: Session, settings: Settings) -> None:
    few = settings.model_copy(update={"siting_candidates_max": 2})
    study = parse_study("siting", {"states": ["NM"], "candidates": "zip"}, few)
    with pytest.raises(BadParameterError, match="more than 2 candidates"):
        read_scene(world, study, few, TODAY)


def test_a_hot_spot_is_found(settings: Settings) -> None:
    scene = line_scene([[10.0]] * 30, assets=list(np.arange(0, 20)), candidates=[])
    asked = {"areas": "zip", "neighbours": 4, "permutations": 999}
    answer = answer_study(parse_study("hotspots", asked, settings), scene, Effort())
    hot = [
        each["geoid"] for each in answer["areas"] if each["significant"] and each["quadrant"] == "high-high"
    ]
    assert {"00024", "00025", "00026"} <= set(hot)
    assert not {"00000", "00010"} & set(hot)
    assert answer == answer_study(parse_study("hotspots", asked, settings), scene, Effort()), (
        "the seed decides"
    )


def test_too_few_areas_for_hot_spots(study: Study) -> None:
    with pytest.raises(BadParameterError) as refused:
        study("hotspots", states=["NM"])
    assert refused.value.parameter == "neighbours"


def test_a_scene_is_kept_whole(world: Session, settings: Settings) -> None:
    asked = parse_study(
        "siting", {"states": ["NM"], "candidates": "zip", "population": ["total", "hispanic"]}, settings
    )
    scene = read_scene(world, asked, settings, TODAY)
    back = scene_from(scene.packed())
    assert back.digest() == scene.digest()
    assert answer_study(asked, back, Effort()) == answer_study(asked, scene, Effort())
    moved = replace(scene, lon=scene.lon + 1e-9)
    assert moved.digest() != scene.digest()

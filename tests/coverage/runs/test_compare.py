"""Two runs side by side: the change by group and area, and what it is because of."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from app.coverage.runs.compare import compared
from app.coverage.runs.sides import Side
from app.coverage.studies.answer import answer_study
from app.coverage.studies.asked import parse_study
from app.coverage.studies.effort import Effort
from app.coverage.studies.scene import Scene
from app.coverage.studies.times import Times
from app.errors import ConflictError
from app.settings import Settings
from tests.coverage.studies.conftest import line_scene

PEOPLE = [[100.0], [50.0], [20.0]]


@pytest.fixture
def side(settings: Settings) -> Any:
    def make(run_id: str, kind: str, scene: Scene, **given: Any) -> Side:
        study = parse_study(kind, {"areas": "zip", **given}, settings)
        return Side(run_id, study, scene, answer_study(study, scene, Effort()))

    return make


def because(found: dict[str, Any]) -> dict[str, float]:
    (group,) = found["groups"]
    assert group["change"] == group["after"] - group["before"]
    return dict(group["because_of"])


def test_only_what_changed_is_blamed(side: Any) -> None:
    first = side("run-a", "coverage", line_scene(PEOPLE, assets=[0], candidates=[]))
    more = side("run-b", "coverage", line_scene(PEOPLE, assets=[0, 1], candidates=[]))
    older = side("run-c", "coverage", line_scene([[100.0], [80.0], [20.0]], assets=[0], candidates=[]))
    wider = side("run-d", "coverage", line_scene(PEOPLE, assets=[0], candidates=[]), distance="120km")
    assert because(compared(first, more)) == {"demand": 0, "supply": -50, "parameters": 0}
    assert because(compared(first, older)) == {"demand": 30, "supply": 0, "parameters": 0}
    found = compared(first, wider)
    assert because(found) == {"demand": 0, "supply": 0, "parameters": -50}
    assert found["parameters_changed"] == {"distance": ["25mi", "120km"]}
    assert [each["geoid"] for each in found["areas"]] == ["00001"]
    assert found["adds_up"]


def test_everything_at_once_adds_up(side: Any) -> None:
    first = side("run-a", "coverage", line_scene(PEOPLE, assets=[0], candidates=[]))
    second = side(
        "run-b", "coverage", line_scene([[90.0], [70.0]], assets=[1], candidates=[]), distance="120km"
    )
    found = compared(first, second)
    (group,) = found["groups"]
    assert (group["before"], group["after"]) == (70, 0)
    assert sum(because(found).values()) == pytest.approx(-70)
    assert all(value != 0 for value in because(found).values())
    for area in found["areas"]:
        (row,) = area["groups"]
        assert sum(row["because_of"].values()) == pytest.approx(row["change"], abs=1e-5)


def test_sites_that_were_chosen_or_opened_are_supply(side: Any) -> None:
    scene = line_scene(PEOPLE, assets=[0], candidates=[1, 2])
    first = side("run-a", "coverage", scene)
    chosen = side("run-b", "siting", scene, points=[[0, 0]], sites=2)
    opened = side("run-c", "what-if", scene, add=[[1, 0]])
    assert because(compared(first, chosen)) == {"demand": 0, "supply": -70, "parameters": 0}
    assert because(compared(chosen, opened)) == {"demand": 0, "supply": 20, "parameters": 0}


def test_what_cannot_be_compared(side: Any) -> None:
    scene = line_scene(PEOPLE, assets=[0], candidates=[])
    first = side("run-a", "coverage", scene)
    with pytest.raises(ConflictError, match="by zip"):
        compared(first, side("run-b", "coverage", scene, areas="county"))
    with pytest.raises(ConflictError, match="different people"):
        compared(first, side("run-b", "coverage", replace(scene, groups=("rural",)), population="rural"))
    hot = line_scene([[10.0]] * 12, assets=list(np.arange(0, 5)), candidates=[])
    with pytest.raises(ConflictError, match="of kind hotspots"):
        compared(side("run-b", "hotspots", hot, permutations=99), first)


def timed(scene: Scene, *minutes: float) -> Scene:
    """The scene with so many minutes from each point to its first asset."""
    none = np.zeros(0, dtype=np.int64)
    number = len(minutes)
    times = Times(
        scene.stock.id,
        np.arange(number),
        np.zeros(number, dtype=np.int64),
        np.array(minutes),
        none,
        none,
        np.zeros(0),
    )
    return replace(scene, times=times)


def test_another_travel_table_is_a_cause_of_its_own(side: Any) -> None:
    scene = line_scene(PEOPLE, assets=[0], candidates=[])
    drive = side("run-a", "coverage", timed(scene, 0, 25, 50), travel="drive@0123456789abcdef", minutes="30")
    bus = side("run-b", "coverage", timed(scene, 0, 45, 90), travel="bus@fedcba9876543210", minutes="60")
    found = compared(drive, bus)
    assert set(found["groups"][0]["because_of"]) == {"demand", "supply", "parameters", "travel"}
    # 20 people are beyond by both; the bus alone puts 50 beyond in 30 minutes, 60 minutes alone bring 20 within.
    assert because(found) == {"demand": 0, "supply": 0, "parameters": -35, "travel": 35}
    assert found["adds_up"]
    more = side(
        "run-c",
        "coverage",
        timed(line_scene([[9.0]], assets=[0], candidates=[]), 5),
        travel="bus@fe",
        minutes="30",
    )
    with pytest.raises(ConflictError, match="people are counted at the same places"):
        compared(drive, more)


def test_straight_lines_beside_a_travel_table_are_parameters(side: Any) -> None:
    scene = line_scene(PEOPLE, assets=[0], candidates=[])
    lines = side("run-a", "coverage", scene, distance="120km")
    drive = side("run-b", "coverage", timed(scene, 0, 45, 90), travel="drive@0123456789abcdef", minutes="30")
    found = compared(lines, drive)
    assert because(found) == {"demand": 0, "supply": 0, "parameters": 50}
    assert because(compared(drive, lines)) == {"demand": 0, "supply": 0, "parameters": -50}
    other = side("run-c", "coverage", line_scene(PEOPLE, assets=[0, 1], candidates=[]), distance="120km")
    with pytest.raises(ConflictError, match="where the assets are the same"):
        compared(other, drive)

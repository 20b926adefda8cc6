"""Times of a routing service: real HTTP on the loopback, in the documented protocols, and all that goes wrong."""

import threading
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from scipy.sparse import csr_array

from app.coverage.routing.matrix import CancelledError, Times, travel_times
from app.coverage.routing.router import NoRouterError, Router, RouterError, router_of
from app.settings import Settings
from tests.coverage.routing.conftest import Fake, seconds

RANDOM = np.random.default_rng(5)
ORIGINS = RANDOM.uniform(-1, 1, (2, 23)).round(6)
DESTINATIONS = RANDOM.uniform(-1, 1, (2, 17)).round(6)
WANTED = RANDOM.random((23, 17)) < 0.3
KINDS = ("osrm", "valhalla")


def times(
    router: Router,
    origins: Any = ORIGINS,
    destinations: Any = DESTINATIONS,
    wanted: Any = WANTED,
    **more: Any,
) -> Times:
    points = [(each[0], each[1]) for each in (np.array(origins), np.array(destinations))]
    return travel_times(router, points[0], points[1], csr_array(np.array(wanted, dtype=float)), **more)


def spoken(fake: Fake, kind: str, **more: Any) -> Router:
    return replace(fake.router, kind=kind, profile={"osrm": "driving", "valhalla": "auto"}[kind], **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("most", [1, 7, 100, 10_000])
def test_exactly_the_wanted_pairs_in_requests_of_the_size(fake: Fake, kind: str, most: int) -> None:
    fake.pairs_max = most
    found = times(spoken(fake, kind, pairs_max=most))
    assert list(zip(found.origin.tolist(), found.destination.tolist(), strict=True)) == [
        (int(row), int(column)) for row, column in np.argwhere(WANTED)
    ]
    expected = [
        (seconds(tuple(ORIGINS[:, row]), tuple(DESTINATIONS[:, column])) or 0) / 60  # type: ignore[arg-type]
        for row, column in np.argwhere(WANTED)
    ]
    assert found.minutes == pytest.approx(np.array(expected), abs=0.01)
    assert max(len(first) * len(second) for first, second in fake.requests) <= most
    assert (found.no_way, found.far_origins, found.far_destinations) == (0, (), ())


def test_near_origins_are_asked_together(fake: Fake) -> None:
    lon = np.concatenate((np.linspace(0, 0.1, 50), np.linspace(40, 40.1, 50)))[RANDOM.permutation(100)]
    points = np.array([lon, np.zeros(100)])
    near = np.abs(lon[:, None] - lon[None, :]) < 1
    times(spoken(fake, "osrm"), points, points, near)
    assert len(fake.requests) == 2, "5,000 pairs of 10,000, in two requests of 2,500"


@pytest.mark.parametrize("kind", KINDS)
def test_no_way_is_no_row(fake: Fake, kind: str) -> None:
    found = times(spoken(fake, kind), [[0, 60], [0, 0]], [[0.5], [0]], [[1], [1]])
    assert (found.origin.tolist(), found.minutes.tolist(), found.no_way) == ([0], [50.0], 1)


@pytest.mark.parametrize("kind", KINDS)
def test_points_without_a_road_are_found_and_left_out(fake: Fake, kind: str) -> None:
    found = times(spoken(fake, kind), [[0, 90, 0.1], [0, 0, 0]], [[0.5, 85], [0, 0]], np.ones((3, 2)))
    assert found.origin.tolist() == [0, 2]
    assert (found.far_origins, found.far_destinations, found.no_way) == ((1,), (1,), 4)
    assert len(fake.requests) == 1 + 5 + 1, "all, each point alone, and the good ones"


@pytest.mark.parametrize("says_distance", [True, False])
def test_points_moved_too_far_are_left_out(fake: Fake, *, says_distance: bool) -> None:
    fake.says_distance = says_distance
    found = times(spoken(fake, "osrm"), [[0, 0], [0, 70]], [[0.5], [0]], [[1], [1]])
    assert (found.origin.tolist(), found.far_origins) == ([0], (1,))
    wide = times(spoken(fake, "osrm", snap_max_m=10_000), [[0, 0], [0, 70]], [[0.5], [0]], [[1], [1]])
    assert wide.far_origins == ()


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_service_is_asked_again(fake: Fake, status: int) -> None:
    fake.first = [(status, b"slow down"), (status, b"")]
    assert len(times(spoken(fake, "osrm", at_once=1)).minutes) == WANTED.sum()
    fake.first = [(status, b"")] * 4
    with pytest.raises(RouterError, match=rf"is busy \(status {status}\), 4 times in a row: try again later"):
        times(spoken(fake, "osrm", at_once=1))


def test_at_most_so_many_at_once(fake: Fake) -> None:
    fake.delay = threading.Event()
    threading.Timer(0.5, fake.delay.set).start()
    times(spoken(fake, "osrm", pairs_max=7, at_once=3))
    assert fake.most_at_once == 3


REFUSALS = [
    ("osrm", {"profile": "flying"}, "answered InvalidQuery .*is its profile .STEMMAP_ROUTER_PROFILE. right"),
    ("valhalla", {"profile": "broom"}, "answered error 125 .No costing method found.: is its costing"),
    (
        "osrm",
        {"pairs_max": 391, "big": True},
        "answered TooBig .*: lower STEMMAP_ROUTER_PAIRS_MAX, or start it",
    ),
    ("valhalla", {"pairs_max": 391, "big": True}, "answered error 150 .*max_matrix_location_pairs"),
]


@pytest.mark.parametrize(("kind", "more", "said"), REFUSALS)
def test_what_the_service_refuses_is_told_with_its_cure(
    fake: Fake, kind: str, more: dict[str, Any], said: str
) -> None:
    fake.pairs_max = 100 if more.pop("big", False) else 10_000
    router = spoken(fake, kind)
    with pytest.raises(RouterError, match=said) as refused:
        times(replace(router, **more))
    assert refused.value.status == 502


SHAPES: list[tuple[str, Any, str]] = [
    (
        "osrm",
        lambda said: said | {"durations": said["durations"][1:]},
        "`durations` of another shape than 19 ×",
    ),
    ("osrm", lambda said: said | {"durations": None}, "`durations` of another shape"),
    ("osrm", lambda said: said | {"durations": [["x"] * 17] * 19}, "something that is no number"),
    ("osrm", lambda said: said | {"durations": [[-1] * 17] * 19}, "a negative number"),
    ("osrm", lambda _: {"sources_to_targets": []}, "without the `code` that OSRM gives: is its kind"),
    ("osrm", lambda _: [1], "without the `code`"),
    ("osrm", lambda _: {"code": "NotImplemented"}, "answered NotImplemented: see its log"),
    (
        "valhalla",
        lambda said: said | {"sources_to_targets": said["sources_to_targets"][:-1]},
        "of another shape",
    ),
    ("valhalla", lambda _: {"code": "Ok"}, "without `sources_to_targets`: is its kind"),
    ("valhalla", lambda _: {"sources_to_targets": [[3] * 17] * 19}, "something that is no number"),
]


@pytest.mark.parametrize(("kind", "change", "said"), SHAPES)
def test_answers_of_another_shape_are_refused(fake: Fake, kind: str, change: Any, said: str) -> None:
    fake.change = change
    with pytest.raises(RouterError, match=said):
        times(spoken(fake, kind), ORIGINS[:, :19], DESTINATIONS, np.ones((19, 17)))


def test_a_concise_answer_of_valhalla_is_read(fake: Fake) -> None:
    def concise(said: Any) -> Any:
        return {
            "sources_to_targets": {
                "durations": [[cell["time"] for cell in row] for row in said["sources_to_targets"]]
            }
        }

    plain = times(spoken(fake, "valhalla"))
    fake.change = concise
    assert times(spoken(fake, "valhalla")).minutes.tolist() == plain.minutes.tolist()


def test_no_json_and_redirects_go_nowhere(fake: Fake) -> None:
    fake.first = [(200, b"<html>It works!</html>")]
    with pytest.raises(
        RouterError, match=r"something that is no JSON: is its address .STEMMAP_ROUTER_URL. right"
    ):
        times(spoken(fake, "osrm", at_once=1))
    fake.first = [(302, b"")]
    with pytest.raises(RouterError, match="status 302"):
        times(spoken(fake, "osrm", at_once=1))


def test_an_answer_that_is_too_large_is_not_read(fake: Fake) -> None:
    with pytest.raises(RouterError, match=r"more than 1,000 bytes .*lower STEMMAP_ROUTER_PAIRS_MAX"):
        times(spoken(fake, "osrm", answer_max_bytes=1000))


def test_a_silent_service_and_none_at_all(fake: Fake) -> None:
    fake.delay = threading.Event()
    with pytest.raises(RouterError, match=r"did not answer within 0.1 s .STEMMAP_ROUTER_TIMEOUT_S., 2 times"):
        times(spoken(fake, "osrm", timeout_s=0.1, tries=2))
    with pytest.raises(RouterError, match=r"cannot be reached at http://127.0.0.1:1: .*refused"):
        times(Router("http://127.0.0.1:1", tries=1))
    with pytest.raises(NoRouterError, match="set STEMMAP_ROUTER_URL"):
        router_of(Settings(router_url=None))
    given = Settings(router_url="http://127.0.0.1:5000/", router_kind="valhalla", router_pairs_max=9)
    assert (router_of(given).url, router_of(given).profile) == ("http://127.0.0.1:5000", "auto")
    with pytest.raises(ValueError, match="is no address"):
        Settings(router_url="file:///etc/passwd")


def test_it_tells_how_far_it_is_and_ends_when_asked(fake: Fake) -> None:
    told: list[tuple[int, int]] = []
    times(spoken(fake, "osrm", pairs_max=49), progress=lambda done, whole: told.append((done, whole)))
    assert told == [(done, len(told)) for done in range(1, len(told) + 1)]
    fake.delay = threading.Event()
    threading.Timer(0.2, fake.delay.set).start()
    asked = len(fake.requests)
    with pytest.raises(CancelledError):
        times(spoken(fake, "osrm", pairs_max=1), cancelled=lambda: True)
    assert len(fake.requests) - asked < 20


def test_nothing_wanted_is_nothing_asked(fake: Fake) -> None:
    assert len(times(spoken(fake, "osrm"), wanted=np.zeros((23, 17))).minutes) == 0
    assert fake.requests == []

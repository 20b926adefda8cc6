"""Fair use, by a clock of the test's own: what costs what, who shares a quota, what a refusal says."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import text

from app.db.engine import Database
from app.main import create_app
from app.routers.limits_buckets import WINDOW_S, Buckets
from app.routers.limits_callers import Callers
from app.routers.limits_costs import BULK, COVERAGE, FREE, PLAIN, PROFILE, SEARCH, cost_of
from app.settings import Settings
from app.stewardship.keys import new_key_text

CLASSROOM = 30
"""Pupils behind one address."""


class Clock:
    """A clock that stands until it is told to go on."""

    def __init__(self) -> None:
        self.now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def limited(shared_database: Database, clock: Clock) -> Callable[..., TestClient]:
    """A service of 60 units a minute (one a second) for an address, seen from an address."""
    settings = shared_database.settings.model_copy(
        update={"rate_limit": 60, "rate_limit_key": 120, "rate_limit_look_ups": 5}
    )
    app = create_app(settings, clock=clock)
    app.state.database = shared_database
    return lambda host="198.51.100.7": TestClient(app, client=(host, 1), raise_server_exceptions=False)


def asked(
    client: TestClient, times: int, path: str = "/api/v1/uploads/template.csv", **headers: str
) -> list[Response]:
    return [client.get(path, headers=headers) for _ in range(times)]


def statuses(answers: list[Response]) -> list[int]:
    return [answer.status_code for answer in answers]


def test_a_full_bucket_then_one_at_a_time(limited: Callable[..., TestClient], clock: Clock) -> None:
    client = limited()
    assert statuses(asked(client, 61)) == [200] * 60 + [429]
    clock.now_s += 1
    assert statuses(asked(client, 2)) == [200, 429]
    clock.now_s += WINDOW_S
    assert statuses(asked(client, 61)) == [200] * 60 + [429], "no more than a bucket is saved up"


def test_every_answer_says_what_is_left(limited: Callable[..., TestClient], clock: Clock) -> None:
    client = limited()
    first, second = asked(client, 2)
    assert first.headers["ratelimit-policy"] == '"address";q=60;w=60'
    assert first.headers["ratelimit"] == '"address";r=59;t=1'
    assert second.headers["ratelimit"] == '"address";r=58;t=2'
    clock.now_s += 1
    assert client.get("/api/v1/nothing").headers["ratelimit"] == '"address";r=58;t=2'
    assert client.get("/api/v1/facets").headers["ratelimit"] == '"address";r=55;t=5'


def test_a_refusal_says_when_and_what_helps(limited: Callable[..., TestClient], clock: Clock) -> None:
    client = limited()
    asked(client, 3, "/api/v1/coverage?states=XX")
    answer = client.get("/api/v1/coverage?states=NM", headers={"Origin": "https://maps.example"})
    assert answer.status_code == 429
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["retry-after"] == "20"
    assert answer.headers["ratelimit"] == '"address";r=0;t=60'
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["cache-control"] == "no-store"
    body = answer.json()
    assert (body["code"], body["retry_after_s"]) == ("too-many", 20)
    assert "more than 60 units" in body["detail"]
    assert "With a key" in body["detail"]
    assert "120 units" in body["detail"]
    clock.now_s += 20
    assert client.get("/api/v1/coverage?states=XX").status_code == 400


def test_a_person_gets_a_page(limited: Callable[..., TestClient]) -> None:
    client = limited()
    asked(client, 20, "/browse")
    answer = client.get("/browse", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.headers["content-type"]) == (429, "text/html; charset=utf-8")
    assert "try again in 3 seconds" in answer.text
    assert client.get("/static/site.css").status_code == 200


def test_addresses_do_not_take_from_each_other(limited: Callable[..., TestClient]) -> None:
    assert statuses(asked(limited("198.51.100.7"), 61))[-1] == 429
    assert statuses(asked(limited("198.51.100.8"), 1)) == [200]


def test_a_household_of_the_new_addresses_is_one(limited: Callable[..., TestClient]) -> None:
    asked(limited("2001:db8:1:2::1"), 60)
    assert statuses(asked(limited("2001:db8:1:2:ffff::9"), 1)) == [429]
    assert statuses(asked(limited("2001:db8:1:3::1"), 1)) == [200]
    asked(limited("::ffff:203.0.113.9"), 60)
    assert statuses(asked(limited("203.0.113.9"), 1)) == [429]


@pytest.mark.parametrize("path", ["/healthz", "/static/site.css", "/robots.txt"])
def test_some_answers_are_free(limited: Callable[..., TestClient], path: str) -> None:
    client = limited()
    asked(client, 60)
    answers = asked(client, 3, path)
    assert 429 not in statuses(answers)
    assert "ratelimit" not in answers[0].headers


def test_questions_of_browsers_before_they_read_are_free(limited: Callable[..., TestClient]) -> None:
    client = limited()
    asked(client, 60)
    headers = {"Origin": "https://maps.example", "Access-Control-Request-Method": "GET"}
    assert client.options("/api/v1/assets", headers=headers).status_code == 200


def test_the_limit_can_be_turned_off(shared_database: Database) -> None:
    app = create_app(shared_database.settings.model_copy(update={"rate_limit": 0}))
    app.state.database = shared_database
    answer = TestClient(app).get("/api/v1/uploads/template.csv")
    assert answer.status_code == 200
    assert "ratelimit" not in answer.headers


@pytest.fixture
def own_limited(own_database: Database, clock: Clock) -> TestClient:
    settings = own_database.settings.model_copy(
        update={"rate_limit": 60, "rate_limit_key": 120, "rate_limit_look_ups": 5}
    )
    app = create_app(settings, clock=clock)
    app.state.database = own_database
    return TestClient(app, raise_server_exceptions=False)


def test_a_key_has_more_and_its_own(
    own_limited: TestClient, make_key: Callable[..., dict[str, str]], clock: Clock
) -> None:
    mine, other = make_key("reader"), make_key("reader")
    asked(own_limited, 60)
    answers = asked(own_limited, 121, **mine)
    assert statuses(answers) == [200] * 120 + [429]
    assert answers[0].headers["ratelimit-policy"] == '"key";q=120;w=60'
    assert "whole files" in answers[-1].json()["detail"]
    assert statuses(asked(own_limited, 1, **other)) == [200]
    as_header = {"X-API-Key": mine["Authorization"].removeprefix("Bearer ")}
    assert statuses(asked(own_limited, 1, **as_header)) == [429]
    assert statuses(asked(own_limited, 1)) == [429], "the address is as it was"


def test_a_revoked_key_is_none_after_a_minute(
    own_database: Database, own_limited: TestClient, make_key: Callable[..., dict[str, str]], clock: Clock
) -> None:
    mine = make_key("reader")
    assert asked(own_limited, 1, **mine)[0].headers["ratelimit-policy"].startswith('"key"')
    with own_database.write("test") as session:
        session.execute(text("UPDATE api_key SET revoked_at = now()"))
    clock.now_s += 61
    assert asked(own_limited, 1, **mine)[0].headers["ratelimit-policy"].startswith('"address"')


@pytest.mark.parametrize("key", ["stem_nonsense", f"stem_{'A' * 38}", "", "\u00e9" * 43, "x" * 10_000])
def test_what_is_no_key_counts_for_its_address(limited: Callable[..., TestClient], key: str) -> None:
    client = limited()
    answers = [
        client.get("/api/v1/uploads/template.csv", headers=[(b"authorization", b"Bearer " + key.encode())])
        for _ in range(61)
    ]
    assert statuses(answers) == [200] * 60 + [429]


def test_invented_keys_do_not_keep_the_database_busy(
    limited: Callable[..., TestClient], shared_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_up = []
    client = limited()
    look_up = Callers._look_up

    async def counted(self: Callers, request: object, key: str) -> int | None:
        looked_up.append(key)
        return await look_up(self, request, key)  # type: ignore[arg-type]

    monkeypatch.setattr(Callers, "_look_up", counted)
    for _ in range(12):
        client.get("/api/v1/uploads/template.csv", headers={"Authorization": f"Bearer {new_key_text()}"})
    assert len(looked_up) == 5


COSTS = [
    ("/states", PLAIN),
    ("/states/NM", PROFILE),
    ("/counties/35045", PROFILE),
    ("/api/v1/states/NM", PROFILE),
    ("/api/v1/states/NM/inventory.csv", BULK),
    ("/static/site.css", FREE),
    ("/healthz", FREE),
    ("/readyz", FREE),
    ("/metrics", FREE),
    ("/robots.txt", FREE),
    ("/healthz/x", PLAIN),
    ("/about", PLAIN),
    ("/manage/uploads", PLAIN),
    ("/ogc", PLAIN),
    ("/ogc/collections/assets/items", PLAIN),
    ("/ogc/collections/assets/items/x", PLAIN),
    ("/ogc/collections/assets/tiles/WebMercatorQuad/4/6/3", PLAIN),
    ("/api/v1/assets/1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed", PLAIN),
    ("/api/v1/uploads", PLAIN),
    ("/downloads/latest/NM/assets.csv", PLAIN),
    ("/maps/gaps", PLAIN),
    ("/api/v1/coverage/groups", PLAIN),
    ("/api/v1/assets.dictionary.csv", PLAIN),
    ("/", SEARCH),
    ("/browse", SEARCH),
    ("/api/v1/assets", SEARCH),
    ("/api/v1/assets/points", SEARCH),
    ("/api/v1/facets", SEARCH),
    ("/gaps", COVERAGE),
    ("/maps/gaps.json", COVERAGE),
    ("/api/v1/coverage", COVERAGE),
    ("/api/v1/coverage.csv", COVERAGE),
    ("/api/v1/coverage.geojson", COVERAGE),
    ("/api/v1/assets.csv", BULK),
    ("/api/v1/assets.parquet", BULK),
    ("/api/v1/states/NM/inventory.xlsx", BULK),
    ("/hsds/datapackage.zip", BULK),
]


@pytest.mark.parametrize(("path", "cost"), COSTS)
def test_costs(path: str, cost: int) -> None:
    assert cost_of(path) == cost


def test_a_class_fits_behind_one_address() -> None:
    """Each pupil a minute: ten searches with their points, two gap pages with their maps, sixty tiles or features."""
    pupil = 10 * 2 * SEARCH + 2 * 2 * COVERAGE + 60 * PLAIN
    assert CLASSROOM * pupil <= Settings().rate_limit


def test_the_dearest_request_can_be_granted() -> None:
    taken = Buckets(10).take("a", BULK, 60, 0.0)
    assert (taken.granted, taken.left, taken.full_in_s) == (True, 0, 60)


def test_a_clock_that_goes_back_gives_nothing_away() -> None:
    buckets = Buckets(10)
    buckets.take("a", 60, 60, 100.0)
    assert buckets.take("a", 1, 60, 50.0).granted is False


def test_memory_has_an_end_and_the_quietest_is_forgotten_first() -> None:
    buckets = Buckets(3)
    for name in ("a", "b", "c", "a", "d"):
        buckets.take(name, 1, 60, 0.0)
    assert len(buckets) == 3
    assert buckets.take("a", 1, 60, 0.0).left == 57
    assert buckets.take("b", 1, 60, 0.0).left == 59

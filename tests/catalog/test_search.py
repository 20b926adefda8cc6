"""Pages, walks, orders and rows."""

import json
import random
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from app.catalog import sampling
from app.catalog.cursor import write_cursor
from app.catalog.filters import AssetFilter
from app.catalog.search import search_page, search_rows
from app.catalog.tables import ASSET
from app.errors import BadParameterError

Asks = Callable[..., AssetFilter]
AddAsset = Callable[..., UUID]
TODAY = date(2026, 9, 15)


def features(session: Session, chosen: AssetFilter, **how: Any) -> list[dict[str, Any]]:
    page = search_page(session, chosen, today=TODAY, **{"limit": 100, **how})
    found: list[dict[str, Any]] = json.loads(b"[" + page.features + b"]")
    return found


def names(session: Session, chosen: AssetFilter, **how: Any) -> list[str]:
    return [feature["properties"]["name"] for feature in features(session, chosen, **how)]


def test_a_feature_is_geojson_with_public_fields_only(
    emptied: Session, asks: Asks, add_asset: AddAsset
) -> None:
    made = add_asset("Camp “Ñ” </script>", at=(-155.123456789, 19.7), grades=["7"], extra={"Secret": "x"})
    (feature,) = features(emptied, asks())
    assert feature["type"] == "Feature"
    assert feature["id"] == str(made)
    assert feature["geometry"] == {"type": "Point", "coordinates": [-155.123457, 19.7]}
    assert feature["properties"]["name"] == "Camp “Ñ” </script>"
    assert feature["properties"]["freshness"] == "unverified"
    assert feature["properties"]["grades"] == ["7"]
    hidden = {
        "extra",
        "visibility",
        "deleted_at",
        "search",
        "geom",
        "upload_id",
        "verified_by",
        "rubric_scores",
    }
    assert not hidden & set(feature["properties"])


def test_an_asset_without_a_point_has_no_geometry(emptied: Session, asks: Asks, add_asset: AddAsset) -> None:
    add_asset(at=None)
    assert features(emptied, asks())[0]["geometry"] is None


def test_matched_is_exact_on_every_page(emptied: Session, asks: Asks, add_asset: AddAsset) -> None:
    for n in range(7):
        add_asset(f"camp {n}")
    first = search_page(emptied, asks(), today=TODAY, limit=3)
    second = search_page(emptied, asks(), today=TODAY, limit=3, cursor=first.next_cursor)
    third = search_page(emptied, asks(), today=TODAY, limit=3, cursor=second.next_cursor)
    assert [(p.returned, p.matched) for p in (first, second, third)] == [(3, 7), (3, 7), (1, 7)]
    assert third.next_cursor is None


def test_no_cursor_when_the_page_is_just_full(emptied: Session, asks: Asks, add_asset: AddAsset) -> None:
    for n in range(3):
        add_asset(f"camp {n}")
    assert search_page(emptied, asks(), today=TODAY, limit=3).next_cursor is None


def test_nothing_found(emptied: Session, asks: Asks) -> None:
    page = search_page(emptied, asks(), today=TODAY, limit=3)
    assert (page.features, page.returned, page.matched, page.next_cursor) == (b"", 0, 0, None)


SORT_QUESTIONS = [
    ("name", {}),
    ("updated", {}),
    ("distance", {"near": "19.7,-155.1", "within": "100km"}),
    ("relevance", {"q": "robotics camp"}),
]


@pytest.mark.parametrize(("sort", "question"), SORT_QUESTIONS)
def test_a_walk_sees_every_row_once_while_others_come_and_go(
    emptied: Session, asks: Asks, add_asset: AddAsset, sort: str, question: dict[str, str]
) -> None:
    chance = random.Random(sort)  # noqa: S311

    def add() -> str:
        name = f"Robotics {'Camp' * chance.randint(0, 1)} {chance.randint(0, 5)}"
        return str(add_asset(name, at=(-155.1 + chance.randint(0, 4) / 50, 19.7)))

    staying = {add() for _ in range(40)}
    leaving = [add() for _ in range(20)]
    seen: list[str] = []
    cursor: str | None = None
    for _ in range(100):
        page = search_page(emptied, asks(**question), today=TODAY, limit=7, cursor=cursor, sort=sort)
        seen += [feature["id"] for feature in json.loads(b"[" + page.features + b"]")]
        cursor = page.next_cursor
        if cursor is None:
            break
        if leaving:
            emptied.execute(delete(ASSET).where(ASSET.c.id == UUID(leaving.pop())))
        add()
    assert cursor is None
    assert len(seen) == len(set(seen))
    assert staying <= set(seen)


@pytest.fixture
def small_sample(monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(sampling, "SAMPLE", 10)
    return 10


def test_of_very_many_matches_a_sample_is_ranked_and_the_walk_sees_every_row_once(
    emptied: Session, asks: Asks, add_asset: AddAsset, small_sample: int
) -> None:
    chance = random.Random(3)  # noqa: S311
    numbers = [UUID(int=chance.getrandbits(128)) for _ in range(60)]
    for n, number in enumerate(numbers[:40]):
        add_asset(f"Robotics {n}" if n % 2 else f"Club {n}", id=number, description="Robotics.")
    leaving, coming = sorted(numbers[:40])[30:33], numbers[40:]
    seen: list[dict[str, Any]] = []
    cursor: str | None = None
    for _ in range(20):
        page = search_page(
            emptied,
            asks(q="robotics"),
            today=TODAY,
            limit=3,
            cursor=cursor,
            ranked_max=39 if not seen else 10**6,
        )
        seen += json.loads(b"[" + page.features + b"]")
        cursor = page.next_cursor
        if cursor is None:
            break
        if leaving:
            emptied.execute(delete(ASSET).where(ASSET.c.id == leaving.pop()))
        if coming:
            add_asset("Robotics, new", id=coming.pop(), description="Robotics.")
    ids = [UUID(feature["id"]) for feature in seen]
    assert cursor is None
    assert len(ids) == len(set(ids))
    assert set(numbers[:40]) - set(sorted(numbers[:40])[30:33]) <= set(ids)


def test_a_sample_is_ranked_first_and_only_where_more_match_than_the_limit(
    emptied: Session, asks: Asks, add_asset: AddAsset, small_sample: int
) -> None:
    for n in range(12):
        add_asset(f"Club {n}", id=UUID(int=n + 1), description="Robotics.")
    add_asset("Robotics in the sample", id=UUID(int=0))
    best = add_asset("Robotics beyond it", id=UUID(int=99), description="Robotics, robotics.")
    question = asks(q="robotics")
    ranked = search_rows(emptied, question, today=TODAY, limit=1, ranked_max=14)
    assert [row.id for row in ranked.rows] == [best]
    sampled = search_rows(emptied, question, today=TODAY, limit=20, ranked_max=13)
    assert sampled.matched == 14
    ids = [row.id.int for row in sampled.rows]
    assert ids[0] == 0
    assert ids[small_sample:] == [10, 11, 12, 99]
    assert names(emptied, question, ranked_max=13) == [row.name for row in sampled.rows]


@pytest.mark.parametrize("start", [None, "19.7,-155.1"])
def test_the_nearest_of_very_many_come_in_the_same_order(
    emptied: Session, asks: Asks, add_asset: AddAsset, start: str | None
) -> None:
    chance = random.Random(5)  # noqa: S311
    for n in range(40):
        add_asset(str(n), at=(-155.1 + chance.uniform(-1, 1), 19.7 + chance.uniform(-1, 1)))
    for n in range(3):
        add_asset(f"nowhere {n}", at=None)
    question = asks() if start else asks(near="19.7,-155.1", within="200km")

    def walk(ranked_max: int) -> list[UUID]:
        seen: list[UUID] = []
        cursor = None
        while True:
            page = search_rows(
                emptied,
                question,
                today=TODAY,
                limit=7,
                cursor=cursor,
                start=start,
                sort="distance",
                ranked_max=ranked_max,
            )
            seen += [row.id for row in page.rows]
            cursor = page.next_cursor
            if cursor is None:
                return seen

    assert walk(1) == walk(10**6)
    assert len(walk(1)) == (43 if start else 40)


def test_the_orders(emptied: Session, asks: Asks, add_asset: AddAsset) -> None:
    add_asset("Beta robotics", at=(-155.1, 19.9))
    add_asset("Alpha", at=(-155.1, 19.8), description="Also robotics.")
    latest = add_asset("Gamma", at=(-155.1, 19.75))
    emptied.execute(update(ASSET).where(ASSET.c.id == latest).values(phone="1"))
    assert names(emptied, asks()) == ["Alpha", "Beta robotics", "Gamma"]
    assert names(emptied, asks(near="19.7,-155.1")) == ["Gamma", "Alpha", "Beta robotics"]
    assert names(emptied, asks(near="19.7,-155.1"), sort="name") == ["Alpha", "Beta robotics", "Gamma"]
    assert names(emptied, asks(q="robotics")) == ["Beta robotics", "Alpha"]


def test_distances_are_metres(emptied: Session, asks: Asks, add_asset: AddAsset) -> None:
    add_asset(at=(-155.1, 19.8))
    assert features(emptied, asks(near="19.7,-155.1"))[0]["properties"]["distance_m"] == pytest.approx(
        11_071, abs=5
    )
    assert features(emptied, asks())[0]["properties"]["distance_m"] is None


def test_an_order_without_its_question_is_refused(emptied: Session, asks: Asks) -> None:
    for sort, says in (("distance", "near="), ("relevance", "q="), ("colour", "not an order")):
        with pytest.raises(BadParameterError, match=says) as caught:
            search_page(emptied, asks(), today=TODAY, limit=1, sort=sort)
        assert caught.value.parameter == "sort"


def test_the_answer_says_which_place_was_meant(places: Session, asks: Asks) -> None:
    page = search_rows(places, asks(near="kalitown"), today=TODAY, limit=1)
    assert page.origin_label == "Kalitown, HI"


FORGED = ["x", "", "eyJ4IjoxfQ", "W10", "WyJhIl0", "!!!!", "ä", "A" * 5000, "bnVsbA", "WzEsWzFdXQ"]


@pytest.mark.parametrize("cursor", FORGED)
def test_a_forged_cursor_is_refused(emptied: Session, asks: Asks, cursor: str) -> None:
    with pytest.raises(BadParameterError) as caught:
        search_page(emptied, asks(), today=TODAY, limit=1, cursor=cursor)
    assert caught.value.parameter == "cursor"


@pytest.mark.parametrize(
    "key",
    [[], ["a"], ["a", "b"], [1, "x"], ["a\0", "x"], [None, None], ["a", "1b9d6bcd", "c"], [{"a": 1}, []]],
)
def test_a_cursor_with_other_values_is_refused(emptied: Session, asks: Asks, key: list[Any]) -> None:
    with pytest.raises(BadParameterError):
        search_page(emptied, asks(), today=TODAY, limit=1, cursor=write_cursor(asks(), "name", key))


def test_a_cursor_belongs_to_its_question(emptied: Session, asks: Asks, add_asset: AddAsset) -> None:
    add_asset("a", grades=["7"])
    add_asset("b", grades=["7"])
    cursor = search_page(emptied, asks(), today=TODAY, limit=1).next_cursor
    for other, sort in ((asks(grade="7"), "name"), (asks(), "updated")):
        with pytest.raises(BadParameterError, match="another question"):
            search_page(emptied, other, today=TODAY, limit=1, cursor=cursor, sort=sort)


def test_rows_tell_county_and_parent(places: Session, asks: Asks, add_asset: AddAsset) -> None:
    parent = add_asset("Museum", kind="institution", subtype="museum", at=None)
    secret = add_asset("Secret", visibility="internal", at=None)
    add_asset("Camp", parent_id=parent, county_geoid="15901", city="Kalitown", disciplines=["energy"])
    add_asset("Club", subtype="club", parent_id=secret)
    page = search_rows(places, asks(kind="program"), today=TODAY, limit=10)
    camp, club = page.rows
    assert (camp.name, camp.county_name, camp.city, camp.parent_name) == (
        "Camp",
        "Testkona County",
        "Kalitown",
        "Museum",
    )
    assert camp.parent_id == parent
    assert (camp.disciplines, camp.freshness, camp.distance_m) == (["energy"], "unverified", None)
    assert (club.parent_name, club.parent_id) == (None, None)
    assert page.matched == 2

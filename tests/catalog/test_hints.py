"""Highlights, corrections, and what is offered when nothing is found."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.catalog import hints
from app.catalog.filters import AssetFilter
from app.catalog.highlights import highlights, pieces_of
from app.catalog.hints import alone, closest, corrected, in_state, loosened, names_like, wider
from app.catalog.places_meant import place_meant, words_of_places
from app.catalog.search import search_rows
from app.geography.lookup import Origin
from app.settings import MILE_M

Asks = Callable[..., AssetFilter]
AddAsset = Callable[..., Any]
TODAY = date(2026, 9, 15)
HERE = Origin(-155.1, 19.7, "Here")


def test_found_words_are_marked_and_nothing_else_is_changed(emptied: Session, add_asset: AddAsset) -> None:
    plain = add_asset(
        "Camps for <b>coders</b>", description="Learn to code <script>alert(1)</script> in a camp."
    )
    tagged = add_asset("Camp \ue000 & Co", description="Nothing here.")
    found = highlights(emptied, "camp coding", [plain, tagged])
    assert found[plain].name[0] in [("Camps", True), ("Camps for <b>coders</b>", False)]
    assert "".join(piece for piece, _ in found[plain].name) == "Camps for <b>coders</b>"
    assert ("camp", True) in found[plain].snippet
    assert "".join(piece for piece, _ in found[tagged].name) == "Camp \ue000 & Co"
    assert found[tagged].snippet == []


def test_pieces_of_a_text_with_marks() -> None:
    assert pieces_of("a \ue000b\ue001 c") == [("a ", False), ("b", True), (" c", False)]
    assert pieces_of("\ue000b\ue001") == [("b", True)]
    assert pieces_of("") == []


@pytest.mark.parametrize(
    ("q", "better"),
    [("robtics", "robotics"), ("enginering camps", "engineering camps"), ("museum", None), ("xyzzy", None),
     ('"robtics"', None), ("art", None), ("Utah", None)],
)  # fmt: skip
def test_typing_errors_are_corrected_to_words_of_the_vocabularies(q: str, better: str | None) -> None:
    assert corrected(q) == better


def test_a_word_of_a_place_is_never_corrected(places: Session, emptied: Session, add_asset: AddAsset) -> None:
    add_asset("Chess")  # so that its state has an inventory
    assert words_of_places(places, "robtics kalitown xyz") == {"kalitown"}
    assert corrected("robtics farmington", {"farmington"}) == "robotics farmington"
    assert corrected("farmington", {"farmington"}) is None


def test_names_like(emptied: Session, add_asset: AddAsset) -> None:
    add_asset("Rocketeers of Hilo"), add_asset("Chess")
    assert [row.name for row in names_like(emptied, "roketeers", TODAY)] == ["Rocketeers of Hilo"]


def test_loosening_says_how_many_are_left(emptied: Session, asks: Asks, add_asset: AddAsset) -> None:
    add_asset("one", disciplines=["energy"]), add_asset("two", state="AK")
    asked = asks(state="AK", discipline="energy", q="one")
    assert [(each.label, each.matched) for each in loosened(emptied, asked, {"state": 7}, TODAY)] == [
        ("without Alaska", 7),
        ("without Energy", 0),
        ("without “one”", 0),
    ]


def test_one_thing_alone_where_loosening_finds_nothing(
    emptied: Session, asks: Asks, add_asset: AddAsset
) -> None:
    add_asset("one", disciplines=["energy"]), add_asset("two", disciplines=["energy"], at=(-150, 61))
    add_asset("three", seasons=["summer"])
    asked = asks(discipline="energy", season="summer", free="true", near="19.7,-155.1", within="25mi")
    assert {(each.label, each.matched) for each in alone(emptied, asked, TODAY)} == {
        ("only Energy", 1),
        ("only Summer", 1),
    }
    (energy, _) = sorted(alone(emptied, asked, TODAY), key=lambda each: each.label)
    assert energy.filter == asks(discipline="energy", near="19.7,-155.1", within="25mi")


def test_of_three_wishes_two_are_offered_before_one(
    emptied: Session, asks: Asks, add_asset: AddAsset
) -> None:
    add_asset("one", disciplines=["energy"], seasons=["summer"])
    asked = asks(
        discipline="energy", season="summer", free="true", language="es", near="19.7,-155.1", within="25mi"
    )
    assert [(each.label, each.matched) for each in alone(emptied, asked, TODAY)] == [
        ("only Energy and Summer", 1),
        ("only Energy", 1),
        ("only Summer", 1),
    ]


def test_the_closest_however_far(emptied: Session, asks: Asks, add_asset: AddAsset) -> None:
    asked = asks(near="19.7,-155.1", within="1mi")
    assert closest(emptied, asked, HERE, TODAY) is None
    add_asset("nowhere", at=None, reach="national")
    add_asset("far", at=(-100, 40)), add_asset("nearer", at=(-150, 61))
    found = closest(emptied, asked, HERE, TODAY)
    assert found is not None
    assert (found.name, round((found.distance_m or 0) / 1000)) == ("nearer", 4604)


def test_the_whole_state(emptied: Session, asks: Asks, add_asset: AddAsset) -> None:
    add_asset("far", at=(-157.8, 21.3)), add_asset("elsewhere", state="AK")
    found = in_state(emptied, asks(near="19.7,-155.1", kind="program"), "HI", TODAY)
    assert (found.label, found.matched, found.filter) == ("in Hawaii", 1, asks(kind="program", state="HI"))


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ({"q": "kailtown"}, "Kalitown, HI"),
        ({"q": "kalitwon", "discipline": "robotics"}, "Kalitown, HI"),
        ({"q": "testkona conty"}, "Testkona County, HI"),
        ({"q": "planetarium"}, None),
        ({"q": '"kailtown"'}, None),
        ({"q": "kailtown", "state": "AK"}, None),
        ({"discipline": "robotics"}, None),
    ],
)
def test_a_misspelt_place_is_found(
    places: Session, add_asset: AddAsset, asks: Asks, question: dict[str, str], meant: str | None
) -> None:
    add_asset()
    found = place_meant(places, asks(**question))
    assert (found and found.label) == meant
    if found:
        assert found.filter == asks(**question | {"q": meant})


def test_the_other_words_stay_beside_a_misspelt_place(
    places: Session, add_asset: AddAsset, asks: Asks
) -> None:
    add_asset()
    found = place_meant(places, asks(q="kailtown welding"))
    assert found is not None
    assert found.filter.q == "welding Kalitown, HI"


def test_of_names_that_look_alike_a_bounded_number_is_weighed(
    emptied: Session, add_asset: AddAsset, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(5):
        add_asset(f"Rocketeers {n}")
    assert len(names_like(emptied, "roketeers", TODAY)) == 3
    monkeypatch.setattr(hints, "_LOOKED_AT_MAX", 2)
    assert len(names_like(emptied, "roketeers", TODAY)) == 2


def test_the_shortest_usual_distance_that_finds_something(
    emptied: Session, asks: Asks, add_asset: AddAsset
) -> None:
    asked = asks(near="19.7,-155.1", within="1mi")
    assert wider(emptied, asked, HERE, TODAY, most_m=100 * MILE_M) is None
    add_asset(at=(-155.1, 19.9))  # 13.8 miles
    add_asset(at=(-155.1, 19.91))
    found = wider(emptied, asked, HERE, TODAY, most_m=100 * MILE_M)
    assert found is not None
    assert (found.label, found.matched) == ("Within 15 miles of Here", 2)
    assert wider(emptied, asked, HERE, TODAY, most_m=10 * MILE_M) is None


def test_names_are_in_natural_order(emptied: Session, asks: Asks, add_asset: AddAsset) -> None:
    for name in ("camp 10", "Camp 9", "Éclair", "Zoo", "alpha", "Eclipse"):
        add_asset(name)
    page = search_rows(emptied, asks(), today=TODAY, limit=4)
    rest = search_rows(emptied, asks(), today=TODAY, limit=4, cursor=page.next_cursor)
    assert [row.name for row in page.rows + rest.rows] == [
        "alpha",
        "Camp 9",
        "camp 10",
        "Éclair",
        "Eclipse",
        "Zoo",
    ]


def test_distances_from_an_origin_of_its_own(emptied: Session, asks: Asks, add_asset: AddAsset) -> None:
    add_asset("near home", at=(-155.1, 19.7)), add_asset("near work", at=(-155.1, 19.9))
    add_asset("nowhere", at=None)
    page = search_rows(emptied, asks(), today=TODAY, limit=2, sort="distance", start="19.95,-155.1")
    rest = search_rows(
        emptied, asks(), today=TODAY, limit=2, sort="distance", start="19.95,-155.1", cursor=page.next_cursor
    )
    assert [row.name for row in page.rows + rest.rows] == ["near work", "near home", "nowhere"]
    both = search_rows(emptied, asks(near="19.7,-155.1"), today=TODAY, limit=9, start="19.95,-155.1")
    assert [(row.name, round((row.distance_m or 0) / 1000)) for row in both.rows] == [
        ("near work", 6),
        ("near home", 28),
    ]

"""The client of the Census Geocoder against a local service of its protocol."""

import time
from typing import Any

import pytest

from app.inventory.place.census import CensusGeocoder
from app.inventory.place.geocoding import Address, GeocoderError, Match, address_of

EXPLORA = Address("1701 Mountain Rd NW", "Albuquerque", "NM", "87104")
LABS = Address("1515 Eubank Blvd SE", "Albuquerque", "NM", "")
NOWHERE = Address("9 Nowhere Rd", "Taos", "NM", "87571")
TIED = Address("2 Main St", "Taos", "NM", "87571")


def client(census: Any, **change: Any) -> CensusGeocoder:
    census.known |= {EXPLORA.street: (-106.66571234567, 35.0969), LABS.street: (-106.53, 35.06)}
    made = {"timeout_s": 5.0, "tries": 3, "batch": 10, "pause_s": 0.01} | change
    return CensusGeocoder(census.url, "Public_AR_Current", **made)


def test_matches_ties_and_misses(census: Any) -> None:
    answers = client(census).geocode([EXPLORA, NOWHERE, LABS, TIED])
    matched = "1701 MOUNTAIN RD NW, ALBUQUERQUE, NM, 87104"
    assert answers[EXPLORA] == Match(-106.6657123, 35.0969, "street", matched, 1.0)
    assert answers[LABS].score == 0.8  # type: ignore[union-attr]
    assert (answers[NOWHERE], answers[TIED]) == (None, None)
    assert census.asked == [
        [
            ["0", "1701 Mountain Rd NW", "Albuquerque", "NM", "87104"],
            ["1", "9 Nowhere Rd", "Taos", "NM", "87571"],
            ["2", "1515 Eubank Blvd SE", "Albuquerque", "NM", ""],
            ["3", "2 Main St", "Taos", "NM", "87571"],
        ]
    ]
    assert census.benchmarks == ["Public_AR_Current"]


def test_batches_are_no_larger_than_said(census: Any) -> None:
    streets = [Address(f"{number} Elm St", "Taos", "NM", "87571") for number in range(25)]
    assert len(client(census).geocode(streets)) == 25
    assert [len(batch) for batch in census.asked] == [10, 10, 5]


@pytest.mark.parametrize("trouble", ["503", "drop", "hang", "trickle"])
def test_a_passing_trouble_is_tried_again(census: Any, trouble: str) -> None:
    census.trouble = [trouble]
    assert client(census, timeout_s=0.3).geocode([EXPLORA])[EXPLORA] is not None
    assert len(census.asked) == 2


@pytest.mark.parametrize(
    ("trouble", "reason", "requests"),
    [("503", "HTTP 503", 3), ("400", "HTTP 400", 1), ("302", "HTTP 302", 1), ("drop", "did not answer", 3),
     ("html", "not a list", 1), ("huge", "far too long", 1)],
)  # fmt: skip
def test_a_lasting_trouble_is_an_error(census: Any, trouble: str, reason: str, requests: int) -> None:
    census.trouble = [trouble] * 9
    with pytest.raises(GeocoderError, match=reason):
        client(census).geocode([EXPLORA])
    assert len(census.asked) == requests


def test_nobody_there() -> None:
    geocoder = CensusGeocoder("http://127.0.0.1:9/x", "b", timeout_s=1, tries=2, batch=10, pause_s=0.01)
    with pytest.raises(GeocoderError, match="did not answer"):
        geocoder.geocode([EXPLORA])


def test_a_slow_answer_ends_in_time(census: Any) -> None:
    census.trouble = ["trickle"] * 9
    started = time.monotonic()
    with pytest.raises(GeocoderError, match="TimeoutError"):
        client(census, timeout_s=0.3, tries=1).geocode([EXPLORA])
    assert time.monotonic() - started < 2


def test_what_came_before_a_trouble_stands(census: Any) -> None:
    streets = [Address(f"{number} Elm St", "Taos", "NM", "87571") for number in range(25)]
    census.trouble = ["ok", "400", "ok"]
    assert set(client(census).geocode(streets)) == set(streets[:10])
    assert len(census.asked) == 2


def test_a_partial_answer_leaves_the_rest_unanswered(census: Any) -> None:
    census.trouble = ["half"]
    assert set(client(census).geocode([EXPLORA, LABS])) == {EXPLORA}


def test_lines_that_make_no_sense_are_left_out(census: Any) -> None:
    census.trouble = ["nonsense"]
    assert set(client(census).geocode([EXPLORA, LABS])) == {LABS}


def test_hostile_addresses_stay_in_their_cells(census: Any) -> None:
    strange = Address('1 "A", B\n2,Main St', "T,aos\n--boundary", "NM", "87571")
    client(census).geocode([strange])
    assert census.asked == [[["0", strange.street, strange.city, "NM", "87571"]]]


@pytest.mark.parametrize(
    ("text", "city", "zip_code"),
    [("PO Box 12", "Taos", "87571"), ("RR 2 Box 9", "Taos", "87571"), ("Fairgrounds", "Taos", "87571"),
     ("100 Main St", "", ""), ("", "Taos", ""), ("1 " + "x" * 400, "Taos", "")],
)  # fmt: skip
def test_what_is_never_asked_for(text: str, city: str, zip_code: str) -> None:
    assert address_of(text, city, "NM", zip_code) is None


def test_one_address_in_two_spellings_is_one() -> None:
    one = address_of("100 North Main Street, Suite 4", "Ft. Sumner", "NM", "88119")
    other = address_of("100 N. Main St", "Fort Sumner", "NM", "88119")
    assert one is not None
    assert other is not None
    assert one.key == other.key == "100 n main st|fort sumner|NM|88119"

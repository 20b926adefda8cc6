import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalog.units import format_distance, parse_distance_m
from app.errors import BadParameterError


@pytest.mark.parametrize(
    ("text", "metres"),
    [
        ("25mi", 40233.6),
        ("1mi", 1609.344),
        ("40km", 40_000),
        ("800m", 800),
        (" 2.5 KM ", 2500),
        ("0.5mi", 804.672),
        (".5km", 500),
    ],
)
def test_lengths_are_exact(text: str, metres: float) -> None:
    assert parse_distance_m(text) == metres


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("25", "25mi, 25km or 25m"),
        ("25 miles", "not a unit"),
        ("25ft", "not a unit"),
        ("mi", "not a length"),
        ("-3mi", "not a length"),
        ("nanmi", "not a length"),
        ("infkm", "not a length"),
        ("1e3km", "not a length"),
        ("0m", "more than zero"),
        ("", "not a length"),
        ("٣km", "not a length"),
    ],
)
def test_what_is_no_length_is_refused_with_the_cure(text: str, says: str) -> None:
    with pytest.raises(BadParameterError) as caught:
        parse_distance_m(text)
    assert says in caught.value.detail
    assert caught.value.parameter == "within"


def test_too_far_is_refused_at_the_limit_only() -> None:
    assert parse_distance_m("200km", max_m=200_000) == 200_000
    with pytest.raises(BadParameterError, match="at most 124mi"):
        parse_distance_m("200001m", max_m=200_000)


@given(st.integers(1, 10**9).map(lambda n: n / 1000))
def test_formatting_reads_back_exactly(metres: float) -> None:
    assert parse_distance_m(format_distance(metres)) == metres


@pytest.mark.parametrize("text", ["25mi", "1mi", "40km", "812.5m"])
def test_formatting_keeps_the_usual_texts(text: str) -> None:
    assert format_distance(parse_distance_m(text)) == text

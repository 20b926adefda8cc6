from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalog.filters import FILTER_NAMES, AssetFilter, describe, parse_filter, plus, to_pairs, without
from app.catalog.parameters import LISTS, SINGLES, openapi_parameters
from app.errors import AppError, BadParameterError, UnknownParameterError
from app.settings import Settings

SETTINGS = Settings()


def make_filter(*pairs: tuple[str, str], **singles: str) -> AssetFilter:
    return parse_filter([*pairs, *singles.items()], settings=SETTINGS)


def refusal(*pairs: tuple[str, str]) -> AppError:
    with pytest.raises(AppError) as caught:
        make_filter(*pairs)
    return caught.value


def test_repeats_and_commas_are_alternatives_in_the_order_of_the_vocabulary() -> None:
    chosen = make_filter(("kind", "program"), ("kind", "opportunity,institution"), ("kind", "program"))
    assert chosen.kind == ("institution", "program", "opportunity")


@pytest.mark.parametrize(
    ("name", "text", "field", "value"),
    [
        ("kind", "PROGRAM", "kind", ("program",)),
        ("grade", "pk,10,2", "grade", ("PK", "2", "10")),
        ("state", "nm", "state", ("NM",)),
        ("state", "New Mexico", "state", ("NM",)),
        ("county", "35049", "county", ("35049",)),
        ("cip", "14.08,1.01", "cip", ("01.01", "14.08")),
        ("cluster", "stem,digital-technology", "cluster", ("stem", "digital-technology")),
        ("status", "temporarily_closed", "status", ("temporarily_closed",)),
        ("q", "  lego \t robots ", "q", "lego robots"),
        ("bbox", "-109.1, 31.3,-103,37", "bbox", (-109.1, 31.3, -103.0, 37.0)),
        ("bbox", "170,50,-170,60", "bbox", (170.0, 50.0, -170.0, 60.0)),
        ("near", "35.7 , -105.9", "near", "35.7,-105.9"),
        ("near", "Santa  Fe, NM", "near", "Santa Fe, NM"),
        ("verified_since", "2026-01-31", "verified_since", date(2026, 1, 31)),
        ("free", "TRUE", "free", True),
        ("transport", "0", "transport", False),
        ("area", "state:NM", "area", "state:35"),
        ("area", "county:35049", "area", "county:35049"),
        ("ids", "1B9D6BCD-BBFD-4B2D-9B5D-AB8DFBBD4BED", "ids", ("1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed",)),
    ],
)
def test_values_are_read_canonically(name: str, text: str, field: str, value: Any) -> None:
    assert getattr(make_filter((name, text)), field) == value


@pytest.mark.parametrize("name", FILTER_NAMES)
def test_an_empty_value_asks_for_nothing(name: str) -> None:
    assert make_filter((name, ""), (name, "  ")) == AssetFilter()


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("kind", "robot", "not a known kind"),
        ("grade", "13", "not a known grade"),
        ("state", "Atlantis", "not a state"),
        ("county", "3504", "five-digit"),
        ("county", "35O49", "five-digit"),
        ("cip", "engineering", "CIP code"),
        ("ids", "42", "UUID"),
        ("modified_after", "2026-01-01T10:00", "a moment"),
        ("modified_after", "yesterday", "a moment"),
        ("bbox", "1,2,3", "minlon,minlat,maxlon,maxlat"),
        ("bbox", "nan,31,-103,37", "minlon"),
        ("bbox", "-109,31,inf,37", "minlon"),
        ("bbox", "-181,31,-103,37", "longitudes"),
        ("bbox", "31,-109,37,-103", "latitudes"),
        ("bbox", "-109,37,-103,31", "lower latitude"),
        ("near", "-105.9,35.7", "swapped"),
        ("near", "91,10", "swapped"),
        ("near", "95,190", "latitude is from"),
        ("near", "nan,5", "latitude,longitude"),
        ("near", "1e2,5", "latitude,longitude"),
        ("verified_since", "31.01.2026", "YYYY-MM-DD"),
        ("open_on", "2026-02-30", "YYYY-MM-DD"),
        ("open_on", "20260201", "YYYY-MM-DD"),
        ("free", "maybe", "true or false"),
        ("area", "35049", "kind:geoid"),
        ("area", "planet:1", "kind:geoid"),
        ("area", "county:'; DROP TABLE asset", "kind:geoid"),
        ("q", "a\0b", "characters"),
        ("q", "a\ud800b", "characters"),
        ("near", "Santa\0Fe", "characters"),
        ("q", "x" * 5000, "characters at most"),
    ],
)
def test_what_is_not_understood_is_refused_by_name(name: str, text: str, says: str) -> None:
    error = refusal((name, text))
    assert isinstance(error, BadParameterError)
    assert error.parameter == name
    assert says in error.detail
    assert len(error.detail) < 300


def test_a_refused_value_comes_with_what_is_accepted() -> None:
    assert refusal(("kind", "robot")).accepted == ["institution", "program", "opportunity"]


def test_an_unknown_parameter_is_never_ignored() -> None:
    error = refusal(("colour", "red"))
    assert isinstance(error, UnknownParameterError)
    assert error.accepted is not None
    assert set(error.accepted) == set(FILTER_NAMES)


def test_an_unknown_parameter_is_refused_even_when_empty() -> None:
    assert isinstance(refusal(("colour", "")), UnknownParameterError)


def test_the_callers_own_parameters_are_passed_over() -> None:
    assert parse_filter([("limit", "x"), ("kind", "program")], settings=SETTINGS, also=("limit",)).kind == (
        "program",
    )


def test_a_single_value_given_twice_must_agree() -> None:
    assert make_filter(("q", "robots"), ("q", "robots")).q == "robots"
    assert "given twice" in refusal(("q", "robots"), ("q", "rockets")).detail


def test_near_alone_means_25_miles() -> None:
    assert make_filter(near="87501").within_m == 40233.6


def test_within_needs_near_in_any_order() -> None:
    assert make_filter(("within", "10km"), ("near", "87501")).within_m == 10_000
    assert refusal(("within", "10km")).parameter == "within"


def test_within_is_bounded_by_the_setting() -> None:
    assert "too far" in refusal(("near", "87501"), ("within", "126mi")).detail


_ODD = "aé漢\0\ud800,;:'\"-+.0159mik%_ \n\u0663"
_LON, _LAT = (st.floats(-most, most).map(lambda degrees: round(degrees, 9) + 0.0) for most in (180, 90))
_BOXES = st.tuples(_LON, _LAT, _LON, _LAT).map(lambda b: (b[0], min(b[1], b[3]), b[2], max(b[1], b[3])))
_WORDS = st.text("aZé漢🚀 ñ0'\"%_\\-;:&=+#<>,?()|!*", min_size=1, max_size=40).map(
    lambda t: " ".join(t.split())
)
_DATES = st.dates(date(1900, 1, 1), date(2100, 1, 1))
_FREE_VALUES = {
    "county": st.from_regex(r"[0-9]{5}", fullmatch=True).filter(str.isascii),
    "cip": st.from_regex(r"[0-9]{2}(\.[0-9]{2}|\.[0-9]{4})?", fullmatch=True).filter(str.isascii),
    "ids": st.uuids().map(str),
    "upload": st.uuids().map(str),
}
_SINGLES: dict[str, st.SearchStrategy[Any]] = {
    "q": _WORDS.filter(bool),
    "bbox": _BOXES,
    "verified_since": _DATES,
    "open_on": _DATES,
    "free": st.booleans(),
    "transport": st.booleans(),
    "source": _WORDS.filter(bool),
    "modified_after": _DATES.map(lambda day: datetime(day.year, day.month, day.day, 12, 30, tzinfo=UTC)),
    "area": st.sampled_from(["county:35049", "state:35", "zip:87501", "place:5490263"]),
}


@st.composite
def filters(draw: st.DrawFn) -> AssetFilter:
    """Any canonical filter."""
    fields: dict[str, Any] = {}
    for name in draw(st.sets(st.sampled_from(sorted(LISTS)), max_size=5)):
        vocabulary = LISTS[name].vocabulary
        one = st.sampled_from(vocabulary.slugs) if vocabulary else _FREE_VALUES[name]
        fields[name] = LISTS[name].canonical(draw(st.sets(one, min_size=1, max_size=4)))
    for name in draw(st.sets(st.sampled_from(sorted(_SINGLES)), max_size=4)):
        fields[name] = draw(_SINGLES[name])
    if draw(st.booleans()):
        fields["near"] = draw(st.sampled_from(["87501", "Santa Fe, NM", "35.7,-105.9"]))
        fields["within_m"] = draw(st.integers(1, 200_000_000).map(lambda n: n / 1000))
    return AssetFilter(**fields)


@given(filters())
def test_query_pairs_read_back_as_the_same_filter(chosen: AssetFilter) -> None:
    assert parse_filter(to_pairs(chosen), settings=SETTINGS) == chosen


@given(filters())
def test_each_described_part_can_be_taken_away_until_nothing_is_left(chosen: AssetFilter) -> None:
    left = chosen
    for name, value, label in describe(chosen):
        assert label
        taken = without(left, name, value)
        assert taken != left
        left = taken
    assert left == AssetFilter()


@given(filters(), st.sampled_from(["program", "institution"]))
def test_plus_then_without_restores(chosen: AssetFilter, kind: str) -> None:
    if kind not in chosen.kind:
        assert without(plus(chosen, "kind", kind), "kind", kind) == chosen


@given(st.lists(st.tuples(st.sampled_from(FILTER_NAMES), st.text(_ODD, max_size=30)), max_size=5))
def test_any_text_is_either_read_or_refused_by_name(pairs: list[tuple[str, str]]) -> None:
    try:
        chosen = parse_filter(pairs, settings=SETTINGS)
    except BadParameterError as error:
        refused_for = error.parameter
    else:
        assert parse_filter(to_pairs(chosen), settings=SETTINGS) == chosen
        return
    assert refused_for in FILTER_NAMES


def test_descriptions_are_words() -> None:
    chosen = make_filter(
        ("state", "NM"),
        ("grade", "7"),
        ("near", "Taos, NM"),
        ("within", "10mi"),
        ("free", "true"),
        ("q", "robots"),
    )
    assert [label for _, _, label in describe(chosen)] == [
        "New Mexico",
        "Grade 7",
        "“robots”",
        "Within 10 miles of Taos, NM",
        "Free of charge, or pays you",
    ]


def test_every_filter_is_described_with_an_example_that_is_read() -> None:
    described = {each["name"]: each for each in openapi_parameters()}
    assert set(described) == set(FILTER_NAMES)
    for name, parameter in (LISTS | SINGLES).items():
        extra = [("near", "87501")] if name == "within" else []
        assert parse_filter([(name, parameter.example), *extra], settings=SETTINGS) != AssetFilter()
        assert described[name]["description"]


def test_dates_far_away_are_read() -> None:
    assert make_filter(open_on="0001-01-01").open_on == date.min
    assert make_filter(open_on="9999-12-31").open_on == date.max


def test_ids_are_uuids() -> None:
    found = make_filter(ids="1b9d6bcdbbfd4b2d9b5dab8dfbbd4bed").ids
    assert [UUID(text).version for text in found] == [4]


def test_an_alliance_stands_for_its_states() -> None:
    asked = make_filter(("alliance", "IM-STEM"))
    assert asked == make_filter(("state", "CO,ID,NM,NV,UT,WY"))
    assert ("alliance", "im-stem") not in to_pairs(asked)
    assert refusal(("alliance", "nobody")).accepted == ["im-stem"]
    assert "stands for CO, ID" in refusal(("alliance", "im-stem"), ("state", "NM")).detail

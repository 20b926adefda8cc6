"""Reading a question: defaults, synonyms, refusals with their cure; written and read back the same."""

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from app.catalog.filters import AssetFilter
from app.coverage.question import CoverageQuestion, parse_question, to_pairs
from app.coverage.question_described import openapi_parameters
from app.errors import AppError, BadParameterError, UnknownParameterError
from app.settings import MILE_M, Settings
from app.vocabulary.assets import DISCIPLINES
from app.vocabulary.codes import STATES
from app.vocabulary.people import GROUPS
from tests.deep import times

SETTINGS = Settings()
BESIDE = {
    "minutes": [("travel", "drive")],
    "within": [("near", "87501")],
    "decay": [("measure", "e2sfca")],
    "below": [("measure", "count")],
    "reference": [("groups", "all")],
    "broadband_min": [("include", "virtual")],
}
"""What a parameter does not make sense without."""


def parsed(query: str) -> CoverageQuestion:
    pairs = [tuple(part.split("=", 1)) for part in query.split("&")] if query else []
    return parse_question(pairs, SETTINGS)  # type: ignore[arg-type]


def test_defaults() -> None:
    assert parsed("") == CoverageQuestion(
        "county", ("CO", "ID", "NM", "NV", "UT", "WY"), 25 * MILE_M, "total"
    )
    assert parsed("areas=&states=&distance=&population=") == parsed("")


def test_states_are_areas_and_state_is_supply() -> None:
    found = parsed("states=utah,NM&state=CO&discipline=engineering,physics&distance=40km&areas=ZIP")
    assert found.states == ("NM", "UT")
    assert found.supply == AssetFilter(state=("CO",), discipline=("physics", "engineering"))
    assert (found.areas, found.distance_m) == ("zip", 40_000)
    assert parsed("states=NM,US").states == ()


@pytest.mark.parametrize(
    ("query", "error", "parameter"),
    [
        ("fruit=apple", UnknownParameterError, "fruit"),
        ("limit=5", UnknownParameterError, "limit"),
        ("areas=galaxy", BadParameterError, "areas"),
        ("areas=zip&areas=county", BadParameterError, "areas"),
        ("states=Narnia", BadParameterError, "states"),
        ("distance=25", BadParameterError, "distance"),
        ("distance=25 leagues", BadParameterError, "distance"),
        ("distance=0mi", BadParameterError, "distance"),
        ("distance=-5mi", BadParameterError, "distance"),
        ("distance=nan", BadParameterError, "distance"),
        ("distance=9999km", BadParameterError, "distance"),
        ("population=elves", BadParameterError, "population"),
        ("discipline=alchemy", BadParameterError, "discipline"),
    ],
)
def test_what_is_not_understood_is_named(query: str, error: type[AppError], parameter: str) -> None:
    with pytest.raises(error) as refusal:
        parsed(query)
    assert refusal.value.parameter == parameter
    assert refusal.value.status == 400
    if error is UnknownParameterError:
        assert {"states", "distance", "discipline"} <= set(refusal.value.accepted or ())


questions = st.builds(
    CoverageQuestion,
    areas=st.sampled_from(["zip", "county"]),
    states=st.lists(st.sampled_from(STATES.slugs), unique=True).map(lambda codes: tuple(sorted(codes))),
    distance_m=st.floats(1, 200_000).map(lambda metres: round(metres, 2)),
    group=st.sampled_from(GROUPS.slugs),
    supply=st.builds(
        AssetFilter,
        discipline=st.sets(st.sampled_from(DISCIPLINES.slugs)).map(
            lambda chosen: tuple(slug for slug in DISCIPLINES if slug in chosen)
        ),
        q=st.none() | st.sampled_from(["robotics camp", "a&b=c", "naïve"]),
    ),
)


@hypothesis_settings(max_examples=times(40), deadline=None)
@given(questions)
def test_written_and_read_back_the_same(question: CoverageQuestion) -> None:
    assert parse_question(to_pairs(question), SETTINGS) == question


def test_every_parameter_is_described() -> None:
    described = [each["name"] for each in openapi_parameters()]
    assert described[:4] == ["areas", "states", "distance", "population"]
    assert len(set(described)) == len(described)
    for each in openapi_parameters():
        assert each["description"]
        value = each["example"]
        text = (
            ",".join(value)
            if isinstance(value, list)
            else str(value).lower()
            if value is True
            else str(value)
        )
        extra = BESIDE.get(each["name"], [])
        parse_question([(each["name"], text), *extra], SETTINGS)

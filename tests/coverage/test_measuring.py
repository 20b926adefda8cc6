"""Parameters of the measure: what goes together, what is refused, written and read back the same."""

import pytest

from app.coverage.decay import Decay
from app.coverage.measuring import Below, Measuring
from app.coverage.methods import DECAYS, METHODS, decay_of
from app.coverage.question import CoverageQuestion, parse_question, to_pairs
from app.errors import BadParameterError
from app.settings import Settings

SETTINGS = Settings()


def parsed(query: str) -> CoverageQuestion:
    pairs = [tuple(part.split("=", 1)) for part in query.split("&") if part]
    return parse_question(pairs, SETTINGS)  # type: ignore[arg-type]


def test_without_them_the_question_is_the_plain_one() -> None:
    assert parsed("").how == Measuring()
    assert [name for name, _ in to_pairs(parsed(""))] == ["areas", "states", "distance", "population"]
    assert parsed("measure=nearest&weight=one&circuity=1") == parsed("")


@pytest.mark.parametrize(
    "query",
    [
        "measure=e2sfca&decay=luo-qi-slow&weight=seats&circuity=1.3&below=50%",
        "measure=count&below=3&rural_distance=40mi&include=virtual,statewide&broadband_min=60%",
        "measure=seats&groups=hispanic&groups=black&reference=white-non-hispanic",
        "measure=raam&below=2.5&groups=all",
        "areas=school-district&preset=P4&p.distance_m=16093.44&p.alone=2",
    ],
)
def test_written_and_read_back_the_same(query: str) -> None:
    question = parsed(query)
    assert question != parsed("")
    assert parse_question(to_pairs(question), SETTINGS) == question


def test_values_by_hand() -> None:
    how = parsed("measure=count&below=50%&include=virtual,statewide&broadband_min=60%").how
    assert how.below == Below(0.5, of_mean=True)
    assert (how.include, how.broadband_min) == (("statewide", "virtual"), 0.6)
    assert parsed("measure=seats").how.by_seats
    assert parsed("measure=2sfca").how.decay == "binary"
    assert parsed("measure=3sfca").how.decay == "dai"
    asked = parsed("preset=urban-25-miles&p.distance_m=1000&p.share=0.5")
    assert (asked.preset, asked.preset_values) == ("P4", (("distance_m", 1000.0),))


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("measure=luck", "measure"),
        ("decay=dai", "decay"),
        ("measure=2sfca&decay=dai", "decay"),
        ("measure=e2sfca&decay=rot", "decay"),
        ("weight=gold", "weight"),
        ("measure=seats&weight=one", "weight"),
        ("circuity=0.9", "circuity"),
        ("circuity=6", "circuity"),
        ("circuity=nan", "circuity"),
        ("rural_distance=40", "rural_distance"),
        ("measure=raam&rural_distance=40mi", "rural_distance"),
        ("below=3", "below"),
        ("measure=count&below=-1", "below"),
        ("measure=count&below=some", "below"),
        ("include=everything", "include"),
        ("measure=2sfca&include=virtual", "include"),
        ("broadband_min=0.5", "broadband_min"),
        ("include=virtual&broadband_min=2", "broadband_min"),
        ("groups=elves", "groups"),
        ("reference=total", "reference"),
        ("groups=all&reference=elves", "reference"),
        ("preset=P99", "preset"),
        ("p.distance_m=5", "p.distance_m"),
        ("preset=P12&p.distance_m=5", "p.distance_m"),
        ("preset=P4&p.distance_m=900000", "p.distance_m"),
        ("preset=P4&p.distance_m=1&p.distance_m=2", "p.distance_m"),
    ],
)
def test_refusals(query: str, parameter: str) -> None:
    with pytest.raises(BadParameterError) as refused:
        parsed(query)
    assert refused.value.parameter == parameter


@pytest.mark.parametrize("name", DECAYS)
def test_every_decay_ends_at_the_distance(name: str) -> None:
    decay = decay_of(name, 40_000.0)
    assert isinstance(decay, Decay)
    assert decay.bound == 40_000.0
    near, far, beyond = decay([0.0, 39_999.0, 40_000.1])  # type: ignore[arg-type]
    assert near >= far >= 0 == beyond
    assert near > 0.9


def test_every_measure_says_where_it_is_from() -> None:
    for method in METHODS.values():
        assert method.formula
        assert method.unit
        assert len(method.citation) > 10
        assert set(method.decays) <= set(DECAYS)

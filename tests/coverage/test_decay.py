"""Decays: values of the papers, inclusive bounds, what cannot be is refused."""

import math

import numpy as np
import pytest

from app.coverage import decay as d
from app.errors import BadParameterError

ALL = [
    d.binary(60.0),
    d.dai(60.0),
    d.kwan(60.0),
    d.gaussian(60.0, 20.0),
    d.exponential(60.0, 0.1),
    d.power(60.0, 2.0, 1.0),
    d.linear(60.0),
    d.logistic(60.0, 30.0, 5.0),
    d.knots([0, 30, 60], [1, 0.5, 0.1]),
    d.wan(),
]


@pytest.mark.parametrize("decay", ALL, ids=lambda decay: decay.kind)
def test_every_decay_falls_from_one_to_its_bound_and_is_zero_beyond(decay: d.Decay) -> None:
    cost = np.linspace(0, 60, 601)
    weight = decay(cost)
    assert weight[0] == pytest.approx(0.962 if decay.kind == "stepped" else 1.0)
    assert (np.diff(weight) <= 1e-14).all()
    assert (weight >= 0).all()
    assert decay(np.array([60.0 + 1e-9, 1e6])).tolist() == [0, 0]


def test_values_by_hand() -> None:
    assert d.dai(60.0)(np.array([0.0, 30.0, 60.0])) == pytest.approx(
        [1, (math.exp(-0.125) - math.exp(-0.5)) / (1 - math.exp(-0.5)), 0], abs=1e-15
    )
    assert d.kwan(60.0, 0.01)(np.array([60.0]))[0] == pytest.approx(0.01)
    assert d.gaussian(60.0, 20.0)(np.array([20.0]))[0] == pytest.approx(math.exp(-0.5))
    assert d.exponential(60.0, 0.1)(np.array([10.0]))[0] == pytest.approx(math.exp(-1))
    assert d.power(60.0, 2.0, 1.0)(np.array([0.0, 1.0, 2.0])).tolist() == [1, 1, 0.25]
    assert d.linear(60.0)(np.array([15.0]))[0] == 0.75
    assert d.logistic(60.0, 30.0, 5.0)(np.array([30.0]))[0] == pytest.approx((1 + math.exp(-6)) / 2)
    assert d.knots([10, 30], [0.8, 0.4])(np.array([0.0, 20.0, 30.0, 31.0])) == pytest.approx(
        [0.8, 0.6, 0.4, 0]
    )


def test_steps_are_inclusive() -> None:
    cost = np.array([0.0, 10.0, 10.001, 20.0, 30.0, 30.001])
    assert d.luo_qi_slow()(cost).tolist() == [1, 1, 0.68, 0.68, 0.22, 0]
    assert d.luo_qi_quick()(cost).tolist() == [1, 1, 0.42, 0.42, 0.03, 0]
    assert d.wan()(np.array([60.0, 61.0])).tolist() == [0.042, 0]
    assert d.luo_qi_slow().steps() == pytest.approx(np.array([(30, 0.22), (20, 0.46), (10, 0.32)]))


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: d.binary(0.0), "The bound is 0"),
        (lambda: d.dai(float("nan")), "The bound is nan"),
        (lambda: d.dai(float("inf")), "The bound is inf"),
        (lambda: d.gaussian(1.0, 0.0), "standard deviation is 0"),
        (lambda: d.kwan(1.0, 1.0), "between 0 and 1"),
        (lambda: d.exponential(1.0, -1.0), "rate is -1"),
        (lambda: d.power(1.0, 1.0, 0.0), "least cost is 0"),
        (lambda: d.logistic(1.0, 1.0, 0.0), "scale is 0"),
        (lambda: d.stepped([10, 10], [1, 0.5]), "do not ascend"),
        (lambda: d.stepped([], []), "0 steps"),
        (lambda: d.stepped([1, 2], [1.0]), "2 steps and 1 weights"),
        (lambda: d.stepped([1, 2], [0.5, 0.6]), "must fall"),
        (lambda: d.knots([0], [1]), "at least two"),
        (lambda: d.knots([-1, 2], [1, 0]), "do not ascend"),
        (lambda: d.knots([0, 1], [1.2, 0]), "must fall"),
        (lambda: d.knots([0, 1], [1.0, -0.1]), "must fall"),
        (lambda: d.knots([0, 1], [1.0, float("nan")]), "must fall"),
    ],
)
def test_what_cannot_be_is_refused(make: object, words: str) -> None:
    with pytest.raises(BadParameterError, match=words):
        make()  # type: ignore[operator]

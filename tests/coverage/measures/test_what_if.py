"""A site more, less or elsewhere: the same as computing everything again."""

import numpy as np
import pytest

from app.coverage import decay as d
from app.coverage.measures.catchment import two_step
from app.coverage.measures.what_if import floating_catchment
from app.coverage.reach.choose import KernelName
from app.coverage.reach.inputs import Sites
from app.coverage.reach.reach import PointReach
from app.errors import BadParameterError
from tests.coverage.brute import world


@pytest.mark.parametrize("decay", [d.dai(60e3), d.binary(60e3), d.stepped([9e3, 60e3], [1, 0.3])],
                         ids=lambda decay: decay.kind)  # fmt: skip
def test_changes_are_those_of_computing_again(kernel: KernelName, decay: d.Decay) -> None:
    places, sites = world()
    now = floating_catchment(PointReach(places, sites, 1.2, kernel), decay)
    closed = int(np.flatnonzero(sites.weight > 0)[3])
    then = now.with_site(-107.0, 38.0, 7.0).without(closed).moved(len(sites), -106.0, 37.0)

    again = PointReach(places, Sites(then.lon, then.lat, then.weight), 1.2, kernel)
    access = two_step(again, decay)

    assert then.value == pytest.approx(access.value, rel=1e-9, abs=1e-15)
    assert (then.in_reach == access.in_reach).all()
    assert then.ratio == pytest.approx(access.ratio, rel=1e-9, abs=1e-15)
    assert (then.no_supply_in_reach == access.no_supply_in_reach).all()
    assert 0 < len(then.changed(now)) < len(places)


def test_there_and_back_is_nothing(kernel: KernelName) -> None:
    places, sites = world()
    now = floating_catchment(PointReach(places, sites, kernel=kernel), d.dai(60e3))
    back = now.with_site(-107.0, 38.0, 7.0).without(len(sites))
    assert back.value == pytest.approx(now.value, rel=1e-9, abs=1e-15)
    assert (back.value[back.no_supply_in_reach] == 0).all()
    assert len(now.with_site(-107.0, 38.0, 0.0).changed(now)) == 0


def test_a_site_that_is_not_open_cannot_be_closed() -> None:
    places, sites = world()
    now = floating_catchment(PointReach(places, sites, kernel="plain"), d.dai(60e3))
    for site in (-1, len(sites), int(np.flatnonzero(sites.weight == 0)[0])):
        with pytest.raises(BadParameterError, match=f"There is no open site {site}"):
            now.without(site)
    with pytest.raises(BadParameterError, match="weight 0 is nan"):
        now.with_site(-107.0, 38.0, float("nan"))

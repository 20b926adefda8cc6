"""Floating catchments: what is within reach, shared with everybody else who reaches it. Pure.

P people, S weight (seats), f the decay, sums run over the pairs within its bound. Nothing keeps a table of
pairs: each measure is two or three sums over all of them (`Reach`). A site nobody reaches has the ratio 0 and
is reported as unused; a place nobody lives in still has its access.
"""

import numpy as np

from app.coverage.decay import Decay
from app.coverage.geodesy import Floats
from app.coverage.measures.result import Access, Conservation, conserved
from app.coverage.reach.reach import Reach
from app.language import N_

_PER_PERSON = "sites' weight per person"


def shares(amount: Floats, demand: Floats) -> Floats:
    """amount / demand (m,), 0 where there is no demand."""
    ratio: Floats = np.divide(amount, demand, out=np.zeros(len(amount)), where=demand > 0)
    return ratio


def two_step(reach: Reach, decay: Decay) -> Access:
    """2SFCA and, with any decay but binary, E2SFCA: D_j = sum_i P_i f_ij, A_i = sum_j S_j / D_j f_ij.

    Radke & Mu 2000; Luo & Wang 2003 (doi 10.1068/b29120); Luo & Qi 2009 (10.1016/j.healthplace.2009.06.002).
    Identity: sum P_i A_i = sum of the weights that are used.
    """
    demand = reach.to_sites(reach.people, decay)
    ratio = shares(reach.weight, demand)
    value = reach.to_places(ratio, decay)
    return _answer(reach, decay, value, demand, ratio, (_all_given_out(reach, value, demand),))


def three_step(reach: Reach, decay: Decay) -> Access:
    """3SFCA: G_ij = f_ij / sum_k f_ik, D_j = sum_i P_i G_ij f_ij, A_i = sum_j S_j / D_j G_ij f_ij.

    Wan, Zou & Sternberg 2012 (10.1080/13658816.2011.624987); k runs over the sites within the bound. People
    are thought to choose by distance alone, so a second site near by lowers what the first is worth.
    Identity as in two_step.
    """
    chosen_by = reach.to_places(np.ones(len(reach.weight)), decay)
    demand = reach.to_sites(shares(reach.people, chosen_by), decay, squared=True)
    ratio = shares(reach.weight, demand)
    value = shares(reach.to_places(ratio, decay, squared=True), chosen_by)
    return _answer(reach, decay, value, demand, ratio, (_all_given_out(reach, value, demand),))


def balanced(reach: Reach, decay: Decay) -> Access:
    """Balanced FCA: each person counts once over all sites, each site's service once over all places.

    u_ij = f_ij / sum_k f_ik, v_ij = f_ij / sum_h f_hj, A_i = sum_j (S_j / sum_h P_h u_hj) v_ij (Paez, Higgins
    & Vivona 2019, 10.1371/journal.pone.0218773). Identities: sum D_j = people who reach anything, and
    sum A_i = sum of the service levels S_j / D_j.
    """
    chosen_by = reach.to_places(np.ones(len(reach.weight)), decay)
    reached_by = reach.to_sites(np.ones(len(reach.people)), decay)
    demand = reach.to_sites(shares(reach.people, chosen_by), decay)
    ratio = shares(reach.weight, demand)
    value = reach.to_places(shares(ratio, reached_by), decay)
    people = float(reach.people[chosen_by > 0].sum())
    identities = (
        conserved(N_("People at all sites are the people who reach any"), float(demand.sum()), people),
        conserved(
            N_("Access of all places is the service of all sites"), float(value.sum()), float(ratio.sum())
        ),
    )
    return _answer(reach, decay, value, demand, ratio, identities)


def spatial_availability(reach: Reach, decay: Decay) -> Access:
    """V_i: the part of all weights that falls to place i, shared by people and by nearness (Soukhov et al. 2023,
    10.1371/journal.pone.0278468).

    Both of its factors' totals cancel: V_i = P_i sum_j S_j f_ij / sum_h P_h f_hj, the people of a place times
    its two_step access. Identity: sum V_i = sum of the weights that are used.
    """
    access = two_step(reach, decay)
    value = reach.people * access.value
    return _answer(reach, decay, value, access.demand, access.ratio, access.conservation, "sites' weight")


def _all_given_out(reach: Reach, value: Floats, demand: Floats) -> Conservation:
    used, given_out = float(reach.weight[demand > 0].sum()), float((reach.people * value).sum())
    return conserved(N_("Access of all people is the weight of all sites used"), given_out, used)


def _answer(
    reach: Reach,
    decay: Decay,
    value: Floats,
    demand: Floats,
    ratio: Floats,
    identities: tuple[Conservation, ...],
    unit: str = _PER_PERSON,
) -> Access:
    unused = (reach.weight > 0) & (demand <= 0)
    in_reach = reach.in_reach(decay.bound)
    return Access(value, unit, in_reach, demand, ratio, unused, float(reach.weight[unused].sum()), identities)

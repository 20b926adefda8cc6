"""The measures and decays an answer can be asked for, with formula, unit and source. Data."""

from dataclasses import dataclass
from typing import Final

from app.coverage import decay as decays
from app.coverage.decay import Decay


@dataclass(frozen=True)
class Method:
    """One measure. `competes`: people share what they reach. `decays`: which it may be asked with, its own first.

    `cost`: more of it is worse.
    """

    slug: str
    label: str
    formula: str
    unit: str
    citation: str
    decays: tuple[str, ...] = ()
    competes: bool = False
    cost: bool = False


DECAYS: Final = (
    "dai",
    "binary",
    "kwan",
    "luo-qi-slow",
    "luo-qi-quick",
    "wan",
    "exponential",
    "linear",
    "logistic",
)
"""How an asset counts less the farther it is; every one is 0 beyond the distance asked for."""
_METHODS: Final = (
    Method("nearest", "Distance to the nearest", "m_i = min_j c_ij", "metres",
           "Geodesic on WGS84 (Karney 2013, doi 10.1007/s00190-012-0578-z)", cost=True),
    Method("count", "Assets within the distance", "O_i = sum_j [c_ij <= d] w_j", "assets",
           "Cumulative opportunities: Wachs and Kumagai 1973, doi 10.1016/0038-0121(73)90041-4"),
    Method("seats", "Seats within the distance", "O_i = sum_j [c_ij <= d] S_j", "seats",
           "Cumulative opportunities: Wachs and Kumagai 1973, doi 10.1016/0038-0121(73)90041-4"),
    Method("2sfca", "Two-step floating catchment", "R_j = w_j / sum_i P_i [c_ij <= d]; A_i = sum_j R_j [c_ij <= d]",
           "per person", "Radke and Mu 2000; Luo and Wang 2003, doi 10.1068/b29120", ("binary",), competes=True),
    Method("e2sfca", "Enhanced two-step floating catchment", "R_j = w_j / sum_i P_i f(c_ij); A_i = sum_j R_j f(c_ij)",
           "per person", "Luo and Qi 2009, doi 10.1016/j.healthplace.2009.06.002", DECAYS, competes=True),
    Method("3sfca", "Three-step floating catchment",
           "G_ij = f_ij / sum_k f_ik; A_i = sum_j G_ij f_ij w_j / sum_h P_h G_hj f_hj", "per person",
           "Wan, Zou and Sternberg 2012, doi 10.1080/13658816.2011.624987", DECAYS, competes=True),
    Method("bfca", "Balanced floating catchment", "A_i = sum_j (w_j / sum_h P_h f_hj / sum_k f_hk) f_ij / sum_h f_hj",
           "per person", "Paez, Higgins and Vivona 2019, doi 10.1371/journal.pone.0218773", DECAYS, competes=True),
    Method("spatial-availability", "Spatial availability", "V_i / P_i = sum_j w_j f_ij / sum_h P_h f_hj", "per person",
           "Soukhov et al. 2023, doi 10.1371/journal.pone.0278468", DECAYS, competes=True),
    Method("raam", "Rational agents", "value_i = min_j (D_j / (rho w_j) + c_ij / tau) at rest, tau the distance",
           "relative cost, lower is better", "Saxon and Snow 2020, doi 10.1080/24694452.2019.1629870", competes=True,
           cost=True),
    Method("gravity", "Gravity", "H_i = sum_j w_j f(c_ij)", "assets, discounted by distance",
           "Hansen 1959, doi 10.1080/01944365908978307", DECAYS),
    Method("ratio", "Assets per person of the area", "PPR_u = sum of w_j in area u / people of u", "per person",
           "42 CFR Part 5 (provider to population)"),
)  # fmt: skip
METHODS: Final = {each.slug: each for each in _METHODS}


def decay_of(name: str, bound_m: float) -> Decay:
    """The decay called `name`, 0 beyond `bound_m`; steps and rates are scaled to the bound."""
    third, sixth = bound_m / 3, bound_m / 6
    made = {
        "dai": lambda: decays.dai(bound_m),
        "binary": lambda: decays.binary(bound_m),
        "kwan": lambda: decays.kwan(bound_m),
        "luo-qi-slow": lambda: decays.luo_qi_slow((third, 2 * third, bound_m)),
        "luo-qi-quick": lambda: decays.luo_qi_quick((third, 2 * third, bound_m)),
        "wan": lambda: decays.wan((sixth, 2 * sixth, 3 * sixth, bound_m)),
        "exponential": lambda: decays.exponential(bound_m, 4.605170185988091 / bound_m),  # 0.01 at the bound
        "linear": lambda: decays.linear(bound_m),
        "logistic": lambda: decays.logistic(bound_m, bound_m / 2, bound_m / 10),
    }
    return made[name]()

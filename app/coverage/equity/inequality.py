"""Inequality of access over people: Gini, Theil, concentration, Palma, Kolm-Pollak, poverty of access.

Access a_i >= 0 of areas with n_i people, p_i = n_i / N, mean mu = sum p_i a_i. Every index is weighted by
people: splitting an area into parts of equal access changes nothing, areas without people do not count.
None where an index is not defined (nobody, or nobody has any access).
"""

from dataclasses import dataclass

import numpy as np

from app.coverage.geodesy import Floats, Indices


@dataclass(frozen=True)
class Theil:
    """Theil's T and its parts: total = between + within. All in nats."""

    total: float
    between: float
    within: float


@dataclass(frozen=True)
class AccessPoverty:
    """Foster, Greer & Thorbecke (1984): share below the line, its depth and its severity, each 0 to 1."""

    headcount: float
    depth: float
    severity: float


def gini(access: Floats, people: Floats) -> float | None:
    """Gini index, 0 (equal) to 1: 1 - sum p_i (L_{i-1} + L_i), L the Lorenz curve over people (n,), by
    trapezoids from (0, 0). Gini (1912).
    """
    access, part = _shares(access, people)
    order = np.argsort(access, kind="stable")
    access, part = access[order], part[order]
    mean = float(part @ access)
    if mean <= 0:
        return None
    lorenz = np.cumsum(part * access) / mean
    before = np.concatenate(([0.0], lorenz[:-1]))
    return max(0.0, 1.0 - float(part @ (before + lorenz)))


def theil(access: Floats, people: Floats, of: Indices) -> Theil | None:
    """Theil's T = sum p_i (a_i/mu) ln(a_i/mu), 0 ln 0 = 0, between and within the groups `of` (n,) of areas
    (such as states, numbered from 0). Theil (1967).
    """
    kept = np.asarray(people) > 0
    access, part = _shares(access, people)
    mean = float(part @ access)
    if mean <= 0:
        return None
    group = np.asarray(of)[kept]
    held = part * access / mean  # shares of all access
    total = _relative_entropy(held, part)
    between = _relative_entropy(_sums(group, held), _sums(group, part))
    return Theil(total, between, total - between)


def concentration_index(access: Floats, people: Floats, rank_by: Floats) -> float | None:
    """C = (2/mu) sum p_i (a_i - mu) (R_i - 1/2), R_i the mid-rank of people by `rank_by` (n,), the poorest
    first; areas of equal `rank_by` share one rank. Below 0: access is with the poor.
    Van Doorslaer & Koolman (2004), doi 10.1002/hec.918.
    """
    kept = np.asarray(people) > 0
    access, part = _shares(access, people)
    mean = float(part @ access)
    if mean <= 0:
        return None
    rank = _mid_rank(np.asarray(rank_by, dtype=np.float64)[kept], part)
    return 2 / mean * float(part @ ((access - mean) * (rank - 0.5)))


def erreygers_index(access: Floats, people: Floats, rank_by: Floats, low: float, high: float) -> float | None:
    """The concentration index of access that lies between `low` and `high`: C x 4 mu / (high - low).
    Erreygers (2009), doi 10.1016/j.jhealeco.2008.02.003. Raises ValueError unless low < high.
    """
    if not low < high:
        raise ValueError(f"bounds of access {low} and {high} are not in order")
    index = concentration_index(access, people, rank_by)
    if index is None:
        return None
    access, part = _shares(access, people)
    return index * 4 * float(part @ access) / (high - low)


def palma(access: Floats, people: Floats, income: Floats) -> float | None:
    """Mean access of the tenth of people with the highest `income` (n,) over that of the poorest four tenths.

    An area across the border counts with the part of its people on that side, and areas of one income as one
    area. None when the poorest have no access. After Palma (2011).
    """
    kept = np.asarray(people) > 0
    access, part = _shares(access, people)
    if not part.size:
        return None
    values, of = np.unique(np.asarray(income, dtype=np.float64)[kept], return_inverse=True)
    held = np.bincount(of, weights=part * access, minlength=len(values))
    weight = np.bincount(of, weights=part, minlength=len(values))
    upto = np.cumsum(weight)
    poor = np.clip(0.4 - (upto - weight), 0.0, weight)
    rich = np.clip(upto - 0.9, 0.0, weight)
    poorest = float((poor / weight) @ held) / 0.4
    return float((rich / weight) @ held) / float(rich.sum()) / poorest if poorest > 0 else None


def kolm_pollak(access: Floats, people: Floats, kappa: float) -> float | None:
    """Equally distributed equivalent access, -(1/k) ln sum p_i exp(-k a_i), in the unit of access: as good as
    what people have now, were it the same for all. k > 0 for goods, k < 0 for burdens (distance).

    Takes zeros. The inequality is mu - this. Kolm (1976), Pollak (1971); Logan et al. (2021),
    doi 10.1016/j.compenvurbsys.2020.101590. Raises ValueError for k = 0.
    """
    if not kappa:
        raise ValueError("the aversion to inequality (kappa) must not be 0")
    access, part = _shares(access, people)
    if not part.size:
        return None
    exponent = -kappa * access
    most = float(exponent.max())
    return -(most + float(np.log(part @ np.exp(exponent - most)))) / kappa


def kappa_for(access: Floats, people: Floats, aversion: float) -> float | None:
    """Kolm-Pollak's k for an aversion that does not depend on the unit of access: aversion x sum p_i a_i /
    sum p_i a_i^2. Aversions of 0.5 to 2 are usual; negative for burdens.
    """
    access, part = _shares(access, people)
    squares = float(part @ access**2)
    return aversion * float(part @ access) / squares if squares > 0 else None


def access_poverty(access: Floats, people: Floats, line: float) -> AccessPoverty | None:
    """(1/N) sum over a_i < z of n_i (1 - a_i/z)^alpha for alpha 0, 1, 2; `line` is z > 0, in access.
    Foster, Greer & Thorbecke (1984), doi 10.2307/1913475. Raises ValueError for a line that is not above 0.
    """
    if not line > 0:
        raise ValueError(f"the line of poverty {line} must be above 0")
    access, part = _shares(access, people)
    if not part.size:
        return None
    below = access < line
    lack, part = 1 - access[below] / line, part[below]
    return AccessPoverty(float(part.sum()), float(part @ lack), float(part @ lack**2))


def _shares(access: Floats, people: Floats) -> tuple[Floats, Floats]:
    """Access and share of people of the areas that have any.

    Raises ValueError for values that are negative or missing, and for lengths that differ.
    """
    access, people = np.asarray(access, dtype=np.float64), np.asarray(people, dtype=np.float64)
    if access.shape != people.shape or access.ndim != 1:
        raise ValueError(f"access {access.shape} and people {people.shape} are not two lists of one length")
    if not (np.isfinite(access) & (access >= 0) & np.isfinite(people) & (people >= 0)).all():
        raise ValueError(
            "access and people must be numbers of at least 0: areas without supply have access 0"
        )
    kept = people > 0
    weight = people[kept]
    return access[kept], weight / weight.sum()


def _relative_entropy(held: Floats, part: Floats) -> float:
    """Sum of held x ln(held / part); what holds nothing adds nothing."""
    some = held > 0
    return float(held[some] @ np.log(held[some] / part[some]))


def _sums(of: Indices, values: Floats) -> Floats:
    return np.bincount(of, weights=values).astype(np.float64)


def _mid_rank(by: Floats, part: Floats) -> Floats:
    """Rank (n,) of the middle person of each area, 0 to 1; equal values share one."""
    _, of = np.unique(by, return_inverse=True)
    weight = _sums(of, part)
    rank: Floats = (np.cumsum(weight) - weight / 2)[of]
    return rank

"""From the cells of an ACS table to figures of groups and facts, by the formulas. Pure: columns in, columns out."""

from collections import Counter
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from app.geography.official.acs_tables import AcsTable, Batch, Variable
from app.geography.official.formulas import (
    FACT_FORMULAS,
    GROUP_FORMULAS,
    FactFormula,
    Floats,
    GroupFormula,
    root_sum_of_squares,
    share_margin,
)
from app.geography.official.geoids import area_of
from app.geography.official.values import Column, margins, numbers


@dataclass(frozen=True)
class Made:
    """What a table gives: the formulas whose lines it has, and those of its tables whose lines it has not."""

    groups: tuple[GroupFormula, ...]
    facts: tuple[FactFormula, ...]
    not_made: tuple[str, ...]

    @property
    def wanted(self) -> set[Variable]:
        """Every estimate the formulas need (margins go with them)."""
        formulas: tuple[GroupFormula | FactFormula, ...] = (*self.groups, *self.facts)
        return {(each.table, line, "E") for each in formulas for line in each.lines}


@dataclass
class Figures:
    """The figures of one batch, as columns ready to be copied, and what was met on the way."""

    areas: pa.Table
    groups: pa.Table
    facts: pa.Table
    met: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)


def formulas_of(table: AcsTable) -> Made:
    """The formulas that `table` has all lines for."""

    def has(formula: GroupFormula | FactFormula) -> bool:
        return all((formula.table, line, "E") in table.variables for line in formula.lines)

    mine = [each for each in GROUP_FORMULAS if each.table in table.tables]
    facts = [each for each in FACT_FORMULAS if each.table in table.tables]
    without = [each.group for each in mine if not has(each)] + [each.fact for each in facts if not has(each)]
    return Made(tuple(filter(has, mine)), tuple(filter(has, facts)), tuple(without))


def figures_of(batch: Batch, made: Made, *, blank_is_controlled: bool) -> Figures:
    """Figures of all areas of `batch` whose kind is ours; one that lacks a line is not made."""
    areas = [area_of(geo_id or "") for geo_id in batch.geo_id.to_pylist()]
    ours = np.array([isinstance(each, tuple) for each in areas], dtype=bool)
    left_out = Counter(each for each in areas if isinstance(each, str))
    mask = pa.array(ours)
    kinds = pa.array([each[0] for each in areas if isinstance(each, tuple)], pa.string())
    geoids = pa.array([each[1] for each in areas if isinstance(each, tuple)], pa.string())
    names = batch.name.filter(mask)
    met: Counter[str] = Counter()
    lines = _lines(batch, made, mask, met, blank_is_controlled=blank_is_controlled)
    return Figures(
        pa.table({"kind": kinds, "geoid": geoids, "name": names}),
        pa.concat_tables([_group(each, kinds, geoids, lines) for each in made.groups] or [_NO_GROUPS]),
        pa.concat_tables([_fact(each, kinds, geoids, lines) for each in made.facts] or [_NO_FACTS]),
        met,
        left_out,
    )


_NO_GROUPS = pa.table({name: [] for name in ("kind", "geoid", "group", "people", "moe")})
_NO_FACTS = pa.table({name: [] for name in ("kind", "geoid", "fact", "value", "moe")})
_Lines = dict[tuple[str, str], tuple[Floats, Floats]]


def _lines(batch: Batch, made: Made, mask: Column, met: Counter[str], *, blank_is_controlled: bool) -> _Lines:
    """Estimate and margin (n,) of each line that is needed; a table without margins gives none."""
    found: _Lines = {}
    for table, line, _ in made.wanted:
        estimate, blank, _, seen = numbers(batch.cells[table, line, "E"].filter(mask))
        met.update(seen + Counter({"blank (not published)": int(blank.sum())}))
        estimate[estimate < 0] = np.nan
        moe = np.full(len(estimate), np.nan)
        if (table, line, "M") in batch.cells:
            cells = batch.cells[table, line, "M"].filter(mask)
            moe, seen = margins(cells, estimate, blank_is_controlled=blank_is_controlled)
            met.update(seen)
        found[table, line] = estimate, moe
    return found


def _group(formula: GroupFormula, kinds: Column, geoids: Column, lines: _Lines) -> pa.Table:
    plus = [lines[formula.table, line] for line in formula.plus]
    minus = [lines[formula.table, line] for line in formula.minus]
    people = sum(estimate for estimate, _ in plus) - sum((each for each, _ in minus), np.zeros(len(kinds)))
    moe = root_sum_of_squares([each for _, each in (*plus, *minus)])
    there = pa.array(people >= 0)
    columns = {
        "kind": kinds, "geoid": geoids, "group": pa.repeat(formula.group, len(kinds)), "people": pa.array(people),
        "moe": _nulls(moe),
    }  # fmt: skip
    return pa.table(columns).filter(there)


def _fact(formula: FactFormula, kinds: Column, geoids: Column, lines: _Lines) -> pa.Table:
    value, moe = lines[formula.table, formula.line]
    if formula.whole is not None:
        whole, whole_moe = lines[formula.table, formula.whole]
        moe = 100 * share_margin(value, moe, whole, whole_moe)
        value = 100 * np.divide(value, whole, out=np.full(len(value), np.nan), where=whole > 0)
    columns = {
        "kind": kinds, "geoid": geoids, "fact": pa.repeat(formula.fact, len(kinds)), "value": pa.array(value),
        "moe": _nulls(moe),
    }  # fmt: skip
    return pa.table(columns).filter(pa.array(~np.isnan(value)))


def _nulls(values: Floats) -> Column:
    """NaN and infinity as nothing."""
    return pc.if_else(pa.array(np.isfinite(values)), pa.array(values), None)

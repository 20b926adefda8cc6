"""A context as the ground that presets judge, and what is loaded for each of them."""

from typing import Final

import numpy as np
from sqlalchemy.orm import Session

from app.coverage.asked import contradiction
from app.coverage.columns import numbered
from app.coverage.context import Context
from app.coverage.demand import read_demand, texts
from app.coverage.demand_points import numbers
from app.coverage.geodesy import Floats, Indices
from app.coverage.layers import BY_POINT
from app.coverage.presets import Ground, NotLoadedError, Preset, Verdict, judge, preset_of
from app.coverage.statements import statement
from app.coverage.within_reach import WithinReach
from app.vocabulary.codes import STATE_FIPS

_FACTS: Final = ("poverty", "income", "broadband", "land_m2", "cs_schools")


def ground_of(session: Session, context: Context, reach: WithinReach) -> Ground:
    """What presets need of `context`; `reach` counts every asset once, for seats it looks itself."""
    seats, inside = reach.supply.seats, assets_inside(session, context, reach)
    facts = {name: values for name in _FACTS if not np.isnan(values := context.fact(name)).all()}
    facts["state_income"] = _state_income(context)
    counts = np.bincount(context.areas.of, minlength=len(context.areas)) >= 0
    return Ground(
        geoid=np.array(context.areas.keys, dtype=object),
        state=np.array([""] * len(counts), dtype=object),
        facts=facts,
        of=context.areas.of,
        people=context.points.people,
        total=_total_people(session, context),
        rural=context.rural,
        reach=reach,
        assets_in=_sums(context, inside, np.ones(len(seats))),
        seats_in=_sums(context, inside, np.nan_to_num(seats)),
        unknown_seats_in=_sums(context, inside, np.isnan(seats).astype(np.float64)),
        seats_known=bool((~np.isnan(seats)).any()),
        audience_assets=bool(context.question.supply.audience),
    )


def assets_inside(session: Session, context: Context, reach: WithinReach) -> Indices:
    """Which area of the answer (n,) each located asset lies in, -1 for none of them."""
    supply, kind = reach.supply, context.question.areas
    at = {key: number for number, key in enumerate(context.areas.keys)}
    if kind == "county":
        return numbered(supply.county_geoid, lambda county: at.get(county or "", -1))
    if kind == "state":
        return numbered(supply.state, lambda state: at.get(STATE_FIPS.get(state or "", ""), -1))
    if kind == "zip":
        return numbered(supply.postal_code, lambda code: at.get((code or "")[:5], -1))
    if kind in BY_POINT or kind == "tract":
        rows = session.execute(statement("assets_inside"), {"kind": kind, "ids": list(supply.ids)})
        found = {row.id: row.geoid for row in rows}
        return np.array([at.get(found.get(asset, ""), -1) for asset in supply.ids], dtype=np.int64)
    raise ValueError(f"no assets are known by {kind}")


def _sums(context: Context, inside: Indices, values: Floats) -> Floats:
    known = inside >= 0
    return np.bincount(inside[known], weights=values[known], minlength=len(context.areas)).astype(np.float64)


def _total_people(session: Session, context: Context) -> Floats:
    """All people (n,) at the points; those of the group where nobody counted all there."""
    points = context.points
    if context.question.group == "total":
        return points.people
    kinds = tuple(dict.fromkeys(points.point_kind.tolist())) or ("zip",)
    whole = read_demand(session, context.question.states, "total", kinds=kinds)
    people = dict(zip(whole.area_id.tolist(), whole.people.tolist(), strict=True))
    return numbers([people.get(area, 0.0) for area in points.area_id.tolist()])


def verdict_of(
    ground: Ground, context: Context, name: str, values: dict[str, float]
) -> tuple[Preset, Verdict]:
    """What the preset called `name` says. Raises BadParameterError naming what it lacks and how to load it."""
    preset = preset_of(name)
    if preset is None:
        raise contradiction("preset", f"There is no preset `{name[:80]}`.")
    try:
        return preset, judge(preset, ground, context.question.areas, values)
    except NotLoadedError as lacking:
        raise contradiction("preset", str(lacking)) from None


def _state_income(context: Context) -> Floats:
    """Median income (a,) of the state of each area, dollars; NaN where it is not known."""
    state_of = texts([""] * len(context.areas))
    state_of[context.areas.of] = context.points.state
    return context.states.fact_of("income", [STATE_FIPS.get(state, "") for state in state_of])

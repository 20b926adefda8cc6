"""Two runs side by side: how many people, in the one and in the other, and why, by group and by area. Pure."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from app.coverage.geodesy import Floats
from app.coverage.runs.between_agreements import between_agreements
from app.coverage.runs.between_people import between_people
from app.coverage.runs.shapley import shapley
from app.coverage.runs.sides import Between, Side
from app.coverage.studies.asked import Study
from app.errors import ConflictError

COMPARED: Final = ("coverage", "siting", "what-if")
"""Kinds that can be compared with each other; an agreement can be with another one."""
_DIGITS: Final = 6


def compared(first: Side, second: Side) -> dict[str, Any]:
    """What changed from `first` to `second`. Raises ConflictError for runs that have nothing in common."""
    between = _between(first, second)
    groups, geoids, names = between.groups, between.geoids, between.names
    parts = shapley(between.causes, between.value)
    before, after = between.value(frozenset()), between.value(frozenset(between.causes))
    return {
        "first": first.run_id,
        "second": second.run_id,
        "measure": between.measure,
        "parameters_changed": _differences(first.study, second.study),
        "groups": [_row(group, at, before, after, parts) for at, group in enumerate(groups)],
        "areas": _area_rows(groups, geoids, names, before, after, parts),
        "adds_up": _adds_up(before, after, parts),
        "method": between.method,
    }


def _between(first: Side, second: Side) -> Between:
    """What the two have in common. Raises ConflictError."""
    kinds = {first.study.kind, second.study.kind}
    if kinds != {"agreement"}:
        for side in (first, second):
            if side.study.kind not in COMPARED:
                raise ConflictError(
                    f"{side.run_id} is of kind {side.study.kind}: {', '.join(COMPARED)} can be compared with each "
                    "other, and an agreement with an agreement."
                )
    if first.study.areas != second.study.areas:
        raise ConflictError(
            f"{first.run_id} is by {first.study.areas}, {second.run_id} by {second.study.areas}: start one anew with"
            " the areas of the other."
        )
    return between_agreements(first, second) if kinds == {"agreement"} else between_people(first, second)


def _row(
    group: str, at: int, before: Floats, after: Floats, parts: Mapping[str, Floats], area: int | None = None
) -> dict[str, Any]:
    def total(values: Floats) -> float:
        return round(float(values[:, at].sum() if area is None else values[area, at]), _DIGITS)

    return {
        "group": group,
        "before": total(before),
        "after": total(after),
        "change": total(after - before),
        "because_of": {cause: total(part) for cause, part in parts.items()},
    }


def _area_rows(
    groups: tuple[str, ...],
    geoids: Mapping[str, int],
    names: list[str],
    before: Floats,
    after: Floats,
    parts: Mapping[str, Floats],
) -> list[dict[str, Any]]:
    """Areas in which anything is otherwise, most changed first."""
    much = np.abs(np.stack(list(parts.values()))).sum(axis=(0, 2))
    order = [at for at in np.lexsort((np.arange(len(names)), -much)).tolist() if much[at] > 0]
    listed = list(geoids)
    return [
        {
            "geoid": listed[at],
            "name": names[at],
            "groups": [_row(group, number, before, after, parts, at) for number, group in enumerate(groups)],
        }
        for at in order
    ]


def _adds_up(before: Floats, after: Floats, parts: Mapping[str, Floats]) -> bool:
    whole: Floats = sum(parts.values(), np.zeros_like(before))
    return bool(np.allclose(whole, after - before, rtol=1e-9, atol=1e-6))


def _differences(first: Study, second: Study) -> dict[str, Any]:
    """What was asked otherwise."""
    one, other = first.parameters(), second.parameters()
    names = sorted({*one, *other})
    return {name: [one.get(name), other.get(name)] for name in names if one.get(name) != other.get(name)}

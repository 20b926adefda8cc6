"""What comes closest to a question that nothing answers: assets that meet some of its wishes, and which they miss."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from sqlalchemy import Row, func
from sqlalchemy.orm import Session

from app.catalog.conditions import fragments_of
from app.catalog.filters import AssetFilter, describe, without
from app.catalog.fragments import Fragment, all_of, any_of, as_statement
from app.catalog.placing import near, origin_values
from app.catalog.rows import AssetRow, row_select, rows_of
from app.catalog.serving import home_of, serves
from app.catalog.sorting import distance_from
from app.catalog.tables import ASSET
from app.catalog.unsaid import when_said
from app.catalog.written import statement
from app.geography.lookup import Origin
from app.settings import MILE_M
from app.vocabulary import assets

SHOWN: Final = 5
_FARTHEST_M: Final = 250 * MILE_M
_WEIGHTS: Final[Mapping[str, float]] = {"q": 3, "discipline": 3, "subtype": 2, "state": 2, "county": 2}
"""What a wish counts, 1 unless said: what it is about before when, for whom and at what price."""
_FAR_M: Final = 25 * MILE_M
_ROUGHLY_M: Final = (
    "111195 * sqrt((ST_Y(asset.geom) - %(near_lat)s) ^ 2"
    " + ((ST_X(asset.geom) - %(near_lon)s) * cos(radians(%(near_lat)s))) ^ 2)"
)
"""Distance as on a flat map: good enough to put thousands in order, in a hundredth of the time of the exact one."""
_PER_FAR: Final = 0.6
"""What distance costs: this much for the first 43 miles, less for each further one."""
_SERVED_AT: Final = 1.0
"""What serves a place from elsewhere counts as this far, as a logarithm: 43 miles. It comes, or is online."""

_INSTITUTION: Final = 1.5
"""What an entry loses for being an institution: whoever did not ask for one looks for something to take part in."""


@dataclass(frozen=True)
class Close:
    """An asset, and of the wishes those it meets, those it says nothing about, and those it does not meet (labels).

    `reach` is how it serves the place from elsewhere (a slug of REACHES; its row has no distance then), else None.
    """

    row: AssetRow
    meets: list[str]
    unsaid: list[str]
    misses: list[str]
    reach: str | None = None


def coming_close(session: Session, chosen: AssetFilter, origin: Origin | None, today: date) -> list[Close]:
    """At most SHOWN assets that meet the most of `chosen`, nearer ones first; none for a question of one wish."""
    labels = _labels(chosen)
    if len(labels) + (origin is not None) <= 1:
        return []
    served = serves(origin, *home_of(session, origin)) if origin else Fragment("FALSE")
    statement = _statement(chosen, list(labels), origin, served, today)
    found = session.execute(as_statement(statement)).all()
    rows = _rows(session, [each.id for each in found], origin, today)
    return [_close(rows[each.id], list(labels.values()), each) for each in found]


def _labels(chosen: AssetFilter) -> dict[str, str]:
    """The wishes of `chosen` by name, in words; where it should be is none of them."""
    labels: dict[str, list[str]] = {}
    for name, _, label in describe(chosen):
        if name not in ("near", "bbox"):
            labels.setdefault(name, []).append(label)
    return {name: " / ".join(each) for name, each in labels.items()}


def _statement(
    chosen: AssetFilter, names: Sequence[str], origin: Origin | None, served: Fragment, today: date
) -> Fragment:
    usual = fragments_of(AssetFilter(), today=today)
    met = [_met(chosen, name, usual, today) for name in names]
    score = " + ".join(f"met_{at}::int * {_WEIGHTS.get(name, 1.0)}" for at, name in enumerate(names))
    score += f" - {0 if _asks_institutions(chosen) else _INSTITUTION} * (kind = 'institution')::int"
    reachable = [any_of([near(origin, _FARTHEST_M), served])] if origin else []
    where = all_of([*usual, any_of(met), *reachable])
    sql = statement("coming_close").format(
        names=", ".join(f"met_{at}, said_{at}" for at in range(len(names))),
        flags=", ".join(
            _flags(at, each.sql, name) for at, (each, name) in enumerate(zip(met, names, strict=True))
        ),
        serves=f"coalesce({served.sql}, FALSE)",
        far=_far(served) if origin else "0",
        where=where.sql,
        score=score,
        per_far=_PER_FAR,
        shown=SHOWN,
    )
    return Fragment(sql, {**where.values, **served.values, **(origin_values(origin) if origin else {})})


def _far(served: Fragment) -> str:
    """How far away, as a logarithm; what is near stays as near as it is, though it serves all of its state."""
    far = f"ln(1 + {_ROUGHLY_M} / {_FAR_M})"
    return f"least({far}, CASE WHEN {served.sql} THEN {_SERVED_AT} END)"


def _asks_institutions(chosen: AssetFilter) -> bool:
    return "institution" in chosen.kind or any(each in assets.INSTITUTION_SUBTYPES for each in chosen.subtype)


def _flags(at: int, met: str, name: str) -> str:
    return f"coalesce({met}, FALSE) AS met_{at}, coalesce({when_said(name)}, FALSE) AS said_{at}"


def _met(chosen: AssetFilter, name: str, usual: Sequence[Fragment], today: date) -> Fragment:
    """The condition of the wish `name` of `chosen` alone."""
    alone = chosen
    for other, *_ in describe(chosen):
        alone = without(alone, other) if other != name else alone
    return all_of(each for each in fragments_of(alone, today=today) if each not in usual)


def _rows(session: Session, ids: Sequence[Any], origin: Origin | None, today: date) -> dict[Any, AssetRow]:
    far = func.round(distance_from(origin)) if origin else func.nullif(0.0, 0.0)
    found = session.execute(row_select(today, far).where(ASSET.c.id.in_(ids))).all() if ids else []
    return {row.id: row for row in rows_of(found)}


def _close(row: AssetRow, labels: Sequence[str], flags: Row[Any]) -> Close:
    told = flags._mapping  # noqa: SLF001 - the public way to read a row by name
    each = [(label, told[f"met_{at}"], told[f"said_{at}"]) for at, label in enumerate(labels)]
    elsewhere = told["serves"] and (row.distance_m is None or row.distance_m > _FAR_M)
    return Close(
        replace(row, distance_m=None) if elsewhere else row,
        [label for label, is_met, _ in each if is_met],
        [label for label, is_met, is_said in each if not is_met and not is_said],
        [label for label, is_met, is_said in each if not is_met and is_said],
        told["reach"] if elsewhere else None,
    )

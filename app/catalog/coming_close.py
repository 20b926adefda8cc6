"""What comes closest to a question that nothing answers: assets that meet some of its wishes, and which they miss.

Where a place is asked for they come in groups: what is near it, what serves it from elsewhere or is online, and what is
farther away.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from sqlalchemy import Row, func
from sqlalchemy.orm import Session

from app.catalog.conditions import fragments_of
from app.catalog.described import labels_of
from app.catalog.filters import AssetFilter, describe, without
from app.catalog.fragments import Fragment, all_of, any_of, as_statement
from app.catalog.placing import DISTANCE, near, origin_values
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
"""At most, where no place is asked for."""
SHOWN_EACH: Final = 3
"""At most of each group around a place."""
NEAR, COMES, FARTHER = GROUPS = ("near", "comes", "farther")
"""Groups around a place, in the order they are shown."""
_PLACES: Final = frozenset(("near", "bbox", "state", "county", "area"))
"""Wishes that only say where: what meets no other one is no answer."""
_FARTHEST_M: Final = 250 * MILE_M
_WEIGHTS: Final[Mapping[str, float]] = {"q": 3, "discipline": 3, "subtype": 2, "state": 2, "county": 2}
"""What a wish counts, 1 unless said: what it is about before when, for whom and at what price."""
_FAR_M: Final = 25 * MILE_M
_ROUGHLY_M: Final = (
    "111195 * sqrt((ST_Y(asset.geom) - %(near_lat)s) ^ 2"
    " + ((ST_X(asset.geom) - %(near_lon)s) * cos(radians(%(near_lat)s))) ^ 2)"
)
"""Distance as on a flat map: good enough to put thousands in order, in a hundredth of the time of the exact one."""
_NEAR: Final = f"({_ROUGHLY_M} <= 1.2 * %(close_m)s AND {DISTANCE} <= %(close_m)s)"
"""Exactly, where the rough distance leaves a doubt."""
_PER_FAR: Final = 0.6
"""What distance costs: this much for the first 43 miles, less for each further one."""
_SERVED_AT: Final = 1.0
"""What serves a place from elsewhere counts as this far, as a logarithm: 43 miles. It comes, or is online."""

_INSTITUTION: Final = 1.5
"""What an entry loses for being an institution: whoever did not ask for one looks for something to take part in."""


@dataclass(frozen=True)
class Close:
    """An asset, and of the wishes those it meets, those it says nothing about, and those it does not meet (labels).

    `reach` is how it serves the place from elsewhere (a slug of REACHES; its row has no distance then), else None;
    `group` one of GROUPS, None where no place is asked for.
    """

    row: AssetRow
    meets: list[str]
    unsaid: list[str]
    misses: list[str]
    reach: str | None = None
    group: str | None = None


def coming_close(session: Session, chosen: AssetFilter, origin: Origin | None, today: date) -> list[Close]:
    """At most SHOWN assets that meet the most of `chosen`, nearer ones first; none for a question of one wish.

    Around `origin` at most SHOWN_EACH of each group, the groups in their order; near is within the distance that is
    asked for.
    """
    labels = _labels(session, chosen)
    if len(labels) + (origin is not None) <= 1:
        return []
    served = serves(origin, *home_of(session, origin)) if origin else Fragment("FALSE")
    statement = _statement(chosen, list(labels), origin, served, today)
    found = session.execute(as_statement(statement)).all()
    rows = _rows(session, [each.id for each in found], origin, today)
    return [_close(rows[each.id], list(labels.values()), each) for each in found]


def _labels(session: Session, chosen: AssetFilter) -> dict[str, str]:
    """The wishes of `chosen` by name, in words; where it should be is none of them."""
    labels = labels_of(session, chosen)
    return {name: label for name, label in labels.items() if name not in ("near", "bbox")}


def _statement(
    chosen: AssetFilter, names: Sequence[str], origin: Origin | None, served: Fragment, today: date
) -> Fragment:
    usual = fragments_of(AssetFilter(), today=today)
    met = [_met(chosen, name, usual, today) for name in names]
    score = " + ".join(f"met_{at}::int * {_WEIGHTS.get(name, 1.0)}" for at, name in enumerate(names))
    score += f" - {0 if _asks_institutions(chosen) else _INSTITUTION} * (kind = 'institution')::int"
    close_m = chosen.within_m or _FAR_M
    reachable = [any_of([near(origin, max(_FARTHEST_M, close_m)), served])] if origin else []
    says = [each for each, name in zip(met, names, strict=True) if name not in _PLACES]
    where = all_of([*usual, any_of(says or met), *reachable])
    sql = statement("coming_close").format(
        names=", ".join(f"met_{at}, said_{at}" for at in range(len(names))),
        flags=", ".join(
            _flags(at, each.sql, name) for at, (each, name) in enumerate(zip(met, names, strict=True))
        ),
        grouped=_grouped(served) if origin else "NULL",
        far=_far(served) if origin else "0",
        where=where.sql,
        score=score,
        per_far=_PER_FAR,
        shown=SHOWN_EACH if origin else SHOWN,
    )
    around = {**origin_values(origin), "close_m": close_m} if origin else {}
    return Fragment(sql, {**where.values, **any_of(met).values, **served.values, **around})


def _grouped(served: Fragment) -> str:
    """The group of an asset, by its number in GROUPS."""
    return f"CASE WHEN {_NEAR} THEN 0 WHEN {served.sql} THEN 1 ELSE 2 END"


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
    group = None if told["grouped"] is None else GROUPS[told["grouped"]]
    elsewhere = group == COMES
    return Close(
        replace(row, distance_m=None) if elsewhere else row,
        [label for label, is_met, _ in each if is_met],
        [label for label, is_met, is_said in each if not is_met and not is_said],
        [label for label, is_met, is_said in each if not is_met and is_said],
        told["reach"] if elsewhere else None,
        group,
    )

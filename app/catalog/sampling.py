"""The best matches first where a search matches so many that ranking all of them would take seconds.

Then a sample is ranked: the first SAMPLE matches in the order of their ids, which are random, so the sample is fair.
The other matches follow in the order of their ids. The walk through both is total: the cursor holds where the sample
ends, so no row is seen twice while others come and go.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, bindparam, select, text
from sqlalchemy.orm import Session

from app.catalog.cursor import Key
from app.catalog.sorting import Order
from app.catalog.tables import ASSET, Condition

RANKED_MAX: Final = 10_000
"""Up to so many matches are all ranked, unless a setting says otherwise."""
SAMPLE: Final = 500
KINDS: Final = (UUID, float, str, UUID)
"""Of a cursor's values: the last id of the sample, then relevance, name and id; the name says nothing beyond it."""
BEYOND: Final = 1.0
"""In place of the relevance, which is negative or 0 in a key: this row comes after the sample."""
_PLAN_EACH: Final = text("SET LOCAL plan_cache_mode = force_custom_plan")
"""The plan depends on how common the words are: one made for any words would read all that match."""
Ask = Callable[[Order, Sequence[Condition], int], Sequence[Row[Any]]]
"""At most so many rows, in an order, under conditions; their sort values are key_0, key_1 …"""


@dataclass(frozen=True)
class SampledPage:
    """Rows, one more than asked for when others follow, and the cursor's values of each."""

    rows: list[Row[Any]]
    keys: list[Key]


def sampled_page(
    session: Session, where: Sequence[Condition], ranked: Order, ask: Ask, limit: int, key: Key | None
) -> SampledPage:
    """The page after `key` of what meets `where`; `ranked` is the order within the sample."""
    session.execute(_PLAN_EACH)
    last = key[0] if key else _last_of_sample(session, where)
    rows, keys = list[Row[Any]](), list[Key]()
    if key is None or key[1] != BEYOND:
        within = [*where, ASSET.c.id <= last, *([ranked.after(key[1:])] if key else [])]
        rows += ask(ranked, within, limit + 1)
        keys += [(last, *(getattr(row, f"key_{n}") for n in range(3))) for row in rows]
    if len(rows) <= limit:
        after = key[3] if key and key[1] == BEYOND else last
        rest = ask(Order((ASSET.c.id,), (UUID,)), [*where, ASSET.c.id > after], limit + 1 - len(rows))
        rows += rest
        keys += [(last, BEYOND, "", row.key_0) for row in rest]
    return SampledPage(rows, keys)


def _last_of_sample(session: Session, where: Sequence[Condition]) -> UUID | None:
    found = select(ASSET.c.id).where(*where).order_by(ASSET.c.id)
    first = found.limit(bindparam("sample", SAMPLE)).subquery()
    return session.scalar(select(first.c.id).order_by(first.c.id.desc()).limit(1))

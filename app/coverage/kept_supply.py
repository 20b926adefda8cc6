"""Supply kept for a while: of one version of the data and day the inventory is read once, and each question takes from
it.
"""

from datetime import date
from threading import Lock
from typing import Final
from weakref import WeakValueDictionary

from sqlalchemy.orm import Session

from app.catalog.filters import AssetFilter
from app.coverage.inventory_columns import InventoryColumns, count_public, read_inventory
from app.coverage.kept import Kept
from app.coverage.stops import STOP_HALF_LIFE_DAYS
from app.coverage.supply import Supply, read_supply
from app.coverage.supply_taken import matching_rows, taken

_SUPPLIES: Final = 4
"""Supplies that nobody uses now and are kept all the same: taking one again is a matter of milliseconds."""
_Key = tuple[int, date, AssetFilter]


class KeptSupply:
    """Supplies by question, version of the data and day; safe for threads, for committed data only.

    Of at most `rows_kept` public assets the columns are kept, of one version and day at a time; of more, every question
    reads its own.
    """

    def __init__(self, rows_kept: int) -> None:
        self._rows_kept = rows_kept
        self._reading = Lock()
        self._inventory: tuple[tuple[int, date], InventoryColumns | None] | None = None
        self._used: WeakValueDictionary[_Key, Supply] = WeakValueDictionary()
        self._kept = Kept(_SUPPLIES)

    def of(self, session: Session, version: int, chosen: AssetFilter, today: date) -> Supply:
        """As `read_supply`; `version` is that of the data `session` sees. Raises what `read_supply` raises."""
        key = (version, today, chosen)
        return self._kept.of(key, lambda: self._made(session, key))

    def _made(self, session: Session, key: _Key) -> Supply:
        if (used := self._used.get(key)) is not None:
            return used
        version, today, chosen = key
        inventory = self.inventory(session, version, today)
        if inventory is None:
            made = read_supply(session, chosen, today=today)
        else:
            made = taken(inventory, matching_rows(session, inventory, chosen, today))
        self._used[key] = made
        return made

    def inventory(self, session: Session, version: int, today: date) -> InventoryColumns | None:
        """The columns of all public assets, read by the first who asks; None of too many."""
        with self._reading:  # whoever else asks meanwhile waits for the same
            if self._inventory is None or self._inventory[0] != (version, today):
                self._inventory = None  # so that two are never held
                self._inventory = (version, today), self._read(session, today)
            return self._inventory[1]

    def _read(self, session: Session, today: date) -> InventoryColumns | None:
        if count_public(session) > self._rows_kept:
            return None
        return read_inventory(session, today, STOP_HALF_LIFE_DAYS)

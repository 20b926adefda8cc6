"""The supply of a question taken from the inventory that is kept as columns: the same as `read_supply` reads by row."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, overload

import numpy as np
from psycopg import Connection
from sqlalchemy.orm import Session

from app.catalog import facet_codes
from app.catalog.conditions import fragments_of, origin_of
from app.catalog.facet_sets import current
from app.catalog.facets import FACET_NAMES
from app.catalog.filters import AssetFilter, changed
from app.catalog.fragments import all_of
from app.coverage.columns import CodedRows, Ids, Names
from app.coverage.geodesy import Indices
from app.coverage.inventory_columns import InventoryColumns
from app.coverage.supply import EVERYWHERE, Supply, SupplyFacts, Wide, named
from app.vocabulary.assets import PRECISIONS

_ALL: Final = AssetFilter()
_MATCHING: Final = "SELECT string_agg(uuid_send(asset.id), NULL) FROM asset WHERE "
_TEXTS: Final = ("subtype", "state", "freshness", "precision", "county_geoid", "postal_code")


def matching_rows(session: Session, inventory: InventoryColumns, chosen: AssetFilter, today: date) -> Indices:
    """The rows (k,) of `inventory` that match: from memory where only facets are chosen, else the database is asked for
    their ids. Raises BadParameterError for an unknown place in `near`.
    """
    if changed(chosen, dict.fromkeys(FACET_NAMES, ())) == _ALL:
        found = current(inventory.until, today)
        for name in FACET_NAMES:
            if values := getattr(chosen, name):
                found &= facet_codes.holds(inventory.facets, name, values)
        return np.flatnonzero(found)
    where = all_of(fragments_of(chosen, today=today, origin=origin_of(session, chosen)))
    connection = session.connection().connection.driver_connection
    assert isinstance(connection, Connection)  # noqa: S101 - the service has one driver
    with connection.cursor(binary=True) as cursor:
        cursor.execute((_MATCHING + where.sql).encode(), where.values)
        packed = cursor.pgresult.get_value(0, 0) if cursor.pgresult else None
    return inventory.ids.rows_of(packed or b"")


def taken(inventory: InventoryColumns, rows: Indices) -> Supply:
    """The supply that the assets in `rows` (k,), ascending, are."""
    reach, points = inventory.coded["reach"], inventory.points
    everywhere = reach.of(*EVERYWHERE)[rows]
    found = rows[~everywhere & _located(inventory)[rows]]
    number = np.full(len(inventory), -1, dtype=np.int64)
    number[found] = np.arange(len(found))
    here = number[points.asset] >= 0
    asset = points.asset[here]
    wide = rows[everywhere]
    return Supply(
        ids=Ids(inventory.ids.raw[found]),
        names=Names(inventory.names.column, found),
        lon=points.lon[here],
        lat=points.lat[here],
        facts=_facts(inventory, rows, found, int(everywhere.sum())),
        asset=number[asset],
        share=points.share[here],
        radius_m=inventory.radius_m[asset],
        seats=inventory.seats[found],
        areas={int(number[at]): geoids for at, geoids in inventory.areas.items() if number[at] >= 0},
        wide=_WideRows(inventory, wide),
        wide_names=Names(inventory.names.column, wide),
        **{name: CodedRows(inventory.coded[name], found) for name in _TEXTS},
    )


def _located(inventory: InventoryColumns) -> np.typing.NDArray[np.bool_]:
    """Which assets (n,) reach people from a point or in listed areas."""
    found = np.zeros(len(inventory), dtype=np.bool_)
    found[inventory.points.asset] = True
    found[list(inventory.areas)] = True
    return found


@dataclass(frozen=True, eq=False)
class _WideRows(Sequence[Wide]):
    """Ids, reaches and states of assets that are near everybody, made one at a time."""

    inventory: InventoryColumns
    rows: Indices

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, at: int) -> Wide: ...
    @overload
    def __getitem__(self, at: slice) -> "_WideRows": ...
    def __getitem__(self, at: int | slice) -> "Wide | _WideRows":
        if isinstance(at, slice):
            return _WideRows(self.inventory, self.rows[at])
        row, coded = int(self.rows[at]), self.inventory.coded
        texts = [str(coded[name].texts[coded[name].code[row]]) for name in ("reach", "state")]
        return self.inventory.ids[row], texts[0], texts[1]

    def __iter__(self) -> Iterator[Wide]:
        return (self[at] for at in range(len(self)))


def _facts(inventory: InventoryColumns, rows: Indices, found: Indices, everywhere: int) -> SupplyFacts:
    coded = inventory.coded
    precision = coded["precision"].counts(found)
    return SupplyFacts(
        matching=len(rows),
        located=len(found),
        reaches_everyone=everywhere,
        without_point=len(rows) - len(found) - everywhere,
        by_precision={slug: precision[slug] for slug in PRECISIONS if slug in precision},
        by_source=named(coded["source"].counts(rows)),
        by_reach=_sorted(coded["reach"].counts(rows)),
        by_freshness=_sorted(coded["freshness"].counts(rows)),
        seats_known=int((~np.isnan(inventory.seats[rows])).sum()),
    )


def _sorted(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items()))

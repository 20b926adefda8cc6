"""Travel times or costs of one's own: a long table of (place, site, cost), kept as compressed rows.

12 bytes a pair. A pair that is not in the table cannot be reached. Checked when it is made: duplicates,
negative or missing costs and ids nobody knows are refused with their row; who has no row at all is told.
"""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from app.coverage.decay import Decay
from app.coverage.geodesy import Floats, Indices
from app.coverage.reach.inputs import checked_amounts
from app.coverage.reach.reach import Reach
from app.errors import BadParameterError, InvalidFileError

_PAIRS_AT_ONCE: Final = 1_000_000


@dataclass(frozen=True, eq=False)
class CostTable:
    """Costs of pairs in rows of places: `first` (n + 1,), `site` and `cost` (pairs,), sites ascending.

    `places_missing`, `sites_missing`: indices of those without any pair.
    """

    first: Indices
    site: NDArray[np.int32]
    cost: Floats
    sites: int

    @property
    def places(self) -> int:
        """Number of places."""
        return len(self.first) - 1

    @property
    def places_missing(self) -> Indices:
        """Places without a pair."""
        return np.flatnonzero(np.diff(self.first) == 0).astype(np.int64)

    @property
    def sites_missing(self) -> Indices:
        """Sites without a pair."""
        return np.flatnonzero(np.bincount(self.site, minlength=self.sites) == 0).astype(np.int64)


def cost_table(place: Indices, site: Indices, cost: Floats, places: int, sites: int) -> CostTable:
    """A table from three columns (pairs,): index of the place, index of the site, cost >= 0.

    Raises BadParameterError naming the first row with an unknown index, a bad cost, or a pair given twice.
    """
    place, site = np.asarray(place, dtype=np.int64), np.asarray(site, dtype=np.int64)
    cost = np.asarray(cost, dtype=np.float64)
    if not place.shape == site.shape == cost.shape or place.ndim != 1:
        raise _wrong(f"{place.shape} places, {site.shape} sites and {cost.shape} costs are not one table.")
    _refuse((place < 0) | (place >= places), "names place {} that is not among the places", place)
    _refuse((site < 0) | (site >= sites), "names site {} that is not among the sites", site)
    _refuse(~(np.isfinite(cost) & (cost >= 0)), "has the cost {}: it must be a number of at least 0", cost)
    order = np.lexsort((site, place))
    place, site, cost = place[order], site[order], cost[order]
    again = np.flatnonzero((np.diff(place) == 0) & (np.diff(site) == 0))
    if again.size:
        rows = sorted((int(order[again[0]]), int(order[again[0] + 1])))
        raise _wrong(f"Rows {rows[0]} and {rows[1]} are about the same pair: keep one of them.")
    first = np.searchsorted(place, np.arange(places + 1)).astype(np.int64)
    return CostTable(first, site.astype(np.int32), cost, sites)


def _refuse(bad: NDArray[np.bool_], text: str, values: NDArray[Any]) -> None:
    if bad.any():
        at = int(np.argmax(bad))
        raise _wrong(f"Row {at} {text.format(values[at])}.")


def _wrong(detail: str) -> BadParameterError:
    return BadParameterError(detail, parameter="table")


def indices_of(ids: Sequence[Hashable], known: Sequence[Hashable], what: str) -> Indices:
    """The index of each of `ids` among `known`; raises BadParameterError for the first unknown one."""
    index = {each: at for at, each in enumerate(known)}
    if len(index) != len(known):
        raise _wrong(f"The ids of the {what}s are not distinct.")
    found = np.fromiter((index.get(each, -1) for each in ids), dtype=np.int64, count=len(ids))
    if (found < 0).any():
        at = int(np.argmax(found < 0))
        raise _wrong(f"Row {at} names {what} `{ids[at]}` that is not among the {what}s.")
    return found


def read_cost_table(
    path: Path,
    place_ids: Sequence[str],
    site_ids: Sequence[str],
    columns: tuple[str, str, str] = ("place", "site", "cost"),
) -> CostTable:
    """A table from a CSV or Parquet file with these three columns; ids are compared as texts.

    Raises InvalidFileError for a file that cannot be read or lacks a column, BadParameterError as cost_table.
    """
    table = _read(path, columns)
    place = indices_of(table[0], place_ids, "place")
    site = indices_of(table[1], site_ids, "site")
    return cost_table(place, site, table[2], len(place_ids), len(site_ids))


def _read(path: Path, columns: tuple[str, str, str]) -> tuple[list[str], list[str], Floats]:
    import pyarrow as pa
    from pyarrow import csv, parquet

    types = {columns[0]: pa.string(), columns[1]: pa.string(), columns[2]: pa.float64()}
    try:
        if path.suffix.lower() in (".parquet", ".pq"):
            table = parquet.read_table(path, columns=list(columns))
        else:
            wanted = csv.ConvertOptions(column_types=types, include_columns=list(columns))
            table = csv.read_csv(path, convert_options=wanted)
        place, site, cost = (table.column(name).cast(kind) for name, kind in types.items())
    except (pa.ArrowException, OSError, KeyError) as error:
        raise InvalidFileError(
            f"The cost table `{path.name}` cannot be read: {error} It needs the columns {', '.join(columns)}."
        ) from error
    return place.to_pylist(), site.to_pylist(), cost.to_numpy(zero_copy_only=False).astype(np.float64)


class TableReach(Reach):
    """Costs are those of a table; decays hold bounds in its unit."""

    def __init__(self, table: CostTable, people: Floats, weight: Floats) -> None:
        """Raises BadParameterError for amounts that are negative, missing or too many or few."""
        self.table = table
        self.people = checked_amounts(people, table.places, "people")
        self.weight = checked_amounts(weight, table.sites, "weight")

    def to_sites(self, values: Floats, decay: Decay, *, squared: bool = False) -> Floats:
        """As Reach.to_sites."""
        sums = np.zeros(len(self.weight))
        for place, site, weight in self._blocks(decay):
            sums += np.bincount(
                site, (weight**2 if squared else weight) * values[place], minlength=len(self.weight)
            )
        return sums

    def to_places(self, values: Floats, decay: Decay, *, squared: bool = False) -> Floats:
        """As Reach.to_places."""
        sums = np.zeros(len(self.people))
        for place, site, weight in self._blocks(decay):
            sums += np.bincount(
                place, (weight**2 if squared else weight) * values[site], minlength=len(self.people)
            )
        return sums

    def in_reach(self, bound: float) -> Indices:
        """As Reach.in_reach."""
        counts = np.zeros(len(self.people), dtype=np.int64)
        for place, _, _ in self._blocks(Decay("binary", bound)):
            counts += np.bincount(place, minlength=len(self.people))
        return counts

    def _blocks(self, decay: Decay) -> Iterator[tuple[Indices, NDArray[np.int32], Floats]]:
        """Pairs within the bound, with weights, a block at a time."""
        table = self.table
        for begin in range(0, len(table.cost), _PAIRS_AT_ONCE):
            cost, site = (
                table.cost[begin : begin + _PAIRS_AT_ONCE],
                table.site[begin : begin + _PAIRS_AT_ONCE],
            )
            kept = np.flatnonzero((cost <= decay.bound) & (self.weight[site] > 0))
            place = np.searchsorted(table.first, begin + kept, side="right") - 1
            yield place.astype(np.int64), site[kept], decay(cost[kept])

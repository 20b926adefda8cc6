"""A file of travel times as arrays: CSV or Parquet, columns by any of their usual names, checked as it is read.

Minutes are needed; seconds are taken where their column says so. A row without minutes is a pair that cannot be
reached. A number that a spreadsheet made of a GEOID gets its leading zero back.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from app.coverage.demand import Texts
from app.coverage.geodesy import Floats
from app.coverage.travel.columns import DESTINATIONS, ORIGINS, cells_of, column_of, cost_of, names_of
from app.errors import InvalidFileError
from app.settings import get_settings

_SHORT: Final = {4: 5, 10: 11}
"""Digits of a GEOID that lost its leading zero: of ZIP areas and counties, of tracts."""


@dataclass(frozen=True, eq=False)
class TravelTable:
    """p pairs: `origin` and `destination` (p,) are indices of `origins` (texts, distinct) and `destinations`.

    `minutes` (p,) are finite and at least 0. `unreachable` rows had none.
    """

    origins: Texts
    destinations: Texts
    origin: NDArray[np.int32]
    destination: NDArray[np.int32]
    minutes: Floats
    unreachable: int = 0

    def __len__(self) -> int:
        return len(self.minutes)


def read_table(path: Path) -> TravelTable:
    """The table of a file, kept while it does not change.

    Raises InvalidFileError naming the row for what is no table of travel times, TooLargeError above the setting.
    """
    seen = path.stat()
    return _read_once(path, seen.st_ino, seen.st_size, seen.st_mtime_ns, get_settings().travel_pairs_max)


@lru_cache(maxsize=2)
def _read_once(path: Path, _inode: int, _size: int, _changed_ns: int, most: int) -> TravelTable:
    import pyarrow as pa

    try:
        names = names_of(path)
        origin, destination = (
            column_of(names, ORIGINS, "origin", path),
            column_of(names, DESTINATIONS, "destination", path),
        )
        cost, factor = cost_of(names, path)
        return _table(cells_of(path, (origin, destination, cost), most), factor, path)
    except (pa.ArrowException, OSError, UnicodeDecodeError) as failure:
        raise InvalidFileError(f"The travel table {path.name} cannot be read: {failure}") from failure


def _table(columns: list[Any], factor: float, path: Path) -> TravelTable:
    origin, destination, cost = columns
    minutes = cost.to_numpy(zero_copy_only=False).astype(np.float64) * factor
    for what, ids in (("origin", origin), ("destination", destination)):
        _refuse_blank(ids, what, path)
    _refuse(minutes < 0, minutes, "is negative", path)
    _refuse(np.isinf(minutes), minutes, "is no number of minutes", path)
    known = ~np.isnan(minutes)
    codes = [
        ids.indices.to_numpy(zero_copy_only=False)[known].astype(np.int32) for ids in (origin, destination)
    ]
    texts = [_clean(ids.dictionary.to_pylist()) for ids in (origin, destination)]
    (origins, first), (destinations, second) = map(_distinct, texts)
    table = TravelTable(
        origins, destinations, first[codes[0]], second[codes[1]], minutes[known], int((~known).sum())
    )
    return _once(table, path)


def _refuse_blank(ids: Any, what: str, path: Path) -> None:
    blank = np.array(
        [not (text or "").strip() for text in ids.dictionary.to_pylist()] + [True], dtype=np.bool_
    )
    bad = blank[ids.indices.fill_null(len(blank) - 1).to_numpy(zero_copy_only=False)]
    if bad.any():
        raise InvalidFileError(f"The travel table {path.name}: row {int(np.argmax(bad)) + 1} has no {what}.")


def _refuse(bad: NDArray[np.bool_], values: Floats, why: str, path: Path) -> None:
    if bad.any():
        at = int(np.argmax(bad))
        raise InvalidFileError(
            f"The travel table {path.name}: row {at + 1} says {values[at]:g} minutes, which {why}."
        )


def _clean(texts: list[str]) -> list[str]:
    return [_id(text.strip()) for text in texts]


def _id(text: str) -> str:
    """An id as the service writes it: UUIDs in small letters, GEOIDs with their zeros, no `.0` of a float column."""
    text = text[:-2] if text.endswith(".0") and text[:-2].isdigit() else text
    if text.isdigit():
        return text.zfill(_SHORT.get(len(text), 0))
    return text.lower() if len(text) == 36 else text


def _distinct(texts: list[str]) -> tuple[Texts, NDArray[np.int32]]:
    """Distinct texts in their order, and the number of each."""
    number: dict[str, int] = {}
    codes = np.array([number.setdefault(text, len(number)) for text in texts], dtype=np.int32)
    found = np.empty(len(number), dtype=object)
    found[:] = list(number)
    return found, codes


def _once(table: TravelTable, path: Path) -> TravelTable:
    """The table, sorted. Raises InvalidFileError for a pair given twice."""
    order = np.lexsort((table.destination, table.origin))
    origin, destination = table.origin[order], table.destination[order]
    again = np.flatnonzero((np.diff(origin) == 0) & (np.diff(destination) == 0))
    if again.size:
        at = again[0]
        pair = f"{table.origins[origin[at]]} to {table.destinations[destination[at]]}"
        raise InvalidFileError(
            f"The travel table {path.name} says twice how long it is from {pair}: keep one row."
        )
    return TravelTable(
        table.origins, table.destinations, origin, destination, table.minutes[order], table.unreachable
    )

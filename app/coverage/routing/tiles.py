"""Wanted pairs as few rectangles that the service can answer: near origins together, with the sites any of them wants.

Pure. Only pairs that are wanted come back; those that only fill a rectangle are dropped.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isqrt
from typing import TYPE_CHECKING, Final

import numpy as np

from app.coverage.geodesy import Floats, Indices

if TYPE_CHECKING:
    from scipy.sparse import csr_array

_STRIP_DEGREES: Final = 0.25


@dataclass(frozen=True, eq=False)
class Tile:
    """Origins (n,) and destinations (m,), and the k wanted pairs among them as rows and columns of the rectangle."""

    origins: Indices
    destinations: Indices
    row: Indices
    column: Indices


def tiles(wanted: "csr_array[np.float64]", lon: Floats, lat: Floats, most: int) -> Iterator[Tile]:
    """Rectangles of at most `most` pairs with every wanted pair (n, m) once; `lon`, `lat` (n,) are of the origins."""
    some = np.flatnonzero(np.diff(wanted.indptr) > 0)
    order = some[np.lexsort((lon[some], np.floor(lat[some] / _STRIP_DEGREES)))]
    high = max(isqrt(most), 1)
    for begin in range(0, len(order), high):
        origins = order[begin : begin + high]
        block = wanted[origins].tocoo()
        row, column = block.coords
        sites = np.unique(column)
        wide = max(most // len(origins), 1)
        for start in range(0, len(sites), wide):
            chosen = sites[start : start + wide]
            kept = np.flatnonzero((column >= chosen[0]) & (column <= chosen[-1]))
            yield Tile(
                origins.astype(np.int64),
                chosen.astype(np.int64),
                row[kept].astype(np.int64),
                np.searchsorted(chosen, column[kept]).astype(np.int64),
            )

"""Where everything is that matches a question without its facets, kept by each worker for drawing maps.

Ticking a box, moving and zooming then read nothing but names: counts of any part of the map come from these arrays.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from app.catalog import facet_codes
from app.catalog.conditions import fragments_of
from app.catalog.facet_codes import PACKED, Columns
from app.catalog.facets import FACET_NAMES
from app.catalog.filters import AssetFilter
from app.catalog.fragments import Fragment, all_of
from app.catalog.map_view import downs
from app.catalog.row_sets import RowSets, read_packed
from app.catalog.written import statement
from app.geography.lookup import Origin

_MILLIONTH: Final = 1e-6
_WIDTH: Final = 6
_KIND_NAMES: Final = ("institution", "program", "opportunity")
_KINDS: Final = np.array(
    [0, *(_KIND_NAMES.index(facet_codes.KIND_OF[slug]) for slug in PACKED["subtype"].slugs)], dtype=np.int8
)
"""Kind (place in _KIND_NAMES) of each number of a subtype."""


@dataclass(frozen=True)
class Placed:
    """Assets with a point, a row each: degrees, how far down the world (of 1), kind, and their facets."""

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    y: NDArray[np.float32]
    kind: NDArray[np.int8]
    columns: Columns

    def __len__(self) -> int:
        return len(self.lon)

    def of(self, chosen: AssetFilter) -> NDArray[np.bool_]:
        """Which rows (n,) have what `chosen` ticks in every facet."""
        found = np.ones(len(self), dtype=np.bool_)
        for name in FACET_NAMES:
            if values := getattr(chosen, name):
                found &= facet_codes.holds(self.columns, name, values)
        return found


class MapSets(RowSets[Placed]):
    """Points by question, a question in which no facet is chosen."""

    def __init__(self, rows_kept: int) -> None:
        super().__init__(rows_kept, read_placed)


def read_placed(session: Session, rest: AssetFilter, today: date, origin: Origin | None) -> Placed:
    """The points of what matches `rest`, in one statement of 24 bytes a row."""
    where = all_of(fragments_of(rest, today=today, origin=origin))
    asked = Fragment(statement("map_points").format(where=where.sql), where.values)
    return _placed(read_packed(session, asked))


def _placed(packed: bytes) -> Placed:
    rows = np.frombuffer(packed, dtype=">i4").reshape(-1, _WIDTH)
    _, offer, disciplines, people = rows[:, :4].astype(np.int32).T.copy()
    lon, lat = (rows[:, 4:].astype(np.float64) * _MILLIONTH).T.copy()
    subtype = PACKED["subtype"]
    kind = _KINDS[(offer >> subtype.shift) & ((1 << subtype.bits) - 1)]
    return Placed(lon, lat, downs(lat).astype(np.float32), kind, Columns(offer, disciplines, people))

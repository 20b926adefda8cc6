"""The rows of a travel table that are about the people and assets of a question, and what the table leaves out. Pure.

Places are known by the GEOID of their area. Where a ZIP area and a county have the same five digits, they are the
ZIP area's; `county:35001` means the county always.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from app.coverage.demand import Texts
from app.coverage.geodesy import Floats, Indices
from app.coverage.reach.table import CostTable
from app.coverage.travel.reading import TravelTable
from app.errors import BadParameterError

_SHOWN: Final = 5
_COUNTY: Final = "county"


@dataclass(frozen=True, eq=False)
class Matched:
    """Pairs of a question: `place` (p,) and `asset` (p,) are indices of its n places and m assets; `minutes` (p,).

    `rows` has the table. Of the ids of the table `origins_elsewhere` and `destinations_elsewhere` are not of this
    question, with some `examples` of each. `places_without` (n,) and `assets_without` (m,) have no row.
    """

    place: NDArray[np.int32]
    asset: NDArray[np.int32]
    minutes: Floats
    places: int
    assets: int
    rows: int
    origins_elsewhere: tuple[str, ...]
    destinations_elsewhere: tuple[str, ...]

    def table(self, places: Indices | None = None) -> CostTable:
        """As a table of costs, of all places or of those numbers (ascending) alone."""
        chosen = np.arange(self.places) if places is None else places
        at = np.full(self.places, -1, dtype=np.int64)
        at[chosen] = np.arange(len(chosen))
        number = at[self.place]
        kept = np.flatnonzero(number >= 0)
        first = np.searchsorted(number[kept], np.arange(len(chosen) + 1)).astype(np.int64)
        return CostTable(first, self.asset[kept], self.minutes[kept], self.assets)

    def places_without(self) -> NDArray[np.bool_]:
        """Which places (n,) the table says nothing of."""
        without: NDArray[np.bool_] = np.bincount(self.place, minlength=self.places) == 0
        return without

    def assets_without(self) -> NDArray[np.bool_]:
        """Which assets (m,) the table says nothing of."""
        without: NDArray[np.bool_] = np.bincount(self.asset, minlength=self.assets) == 0
        return without

    def record(self) -> dict[str, Any]:
        """What the table has for this question, ready for JSON."""
        return {
            "rows": self.rows,
            "rows_used": len(self.minutes),
            "origins_elsewhere": len(self.origins_elsewhere),
            "origins_elsewhere_examples": list(self.origins_elsewhere[:_SHOWN]),
            "destinations_elsewhere": len(self.destinations_elsewhere),
            "destinations_elsewhere_examples": list(self.destinations_elsewhere[:_SHOWN]),
        }


def origin_ids(geoid: Sequence[str], kind: Sequence[str]) -> list[tuple[str, ...]]:
    """The texts by which a table may call each place: its GEOID, and for a county `county:GEOID`."""
    zips = {each for each, what in zip(geoid, kind, strict=True) if what != _COUNTY}
    return [
        (each,) if what != _COUNTY else (f"county:{each}",) if each in zips else (each, f"county:{each}")
        for each, what in zip(geoid, kind, strict=True)
    ]


def matched(
    table: TravelTable, geoid: Sequence[str], kind: Sequence[str], assets: Sequence[str], name: str
) -> Matched:
    """The rows of `table` between these places and `assets` (ids).

    Raises BadParameterError where not one row is about them, with examples of what was expected.
    """
    places = {text: at for at, texts in enumerate(origin_ids(geoid, kind)) for text in texts}
    place, lost = _numbers(table.origins, places)
    asset, gone = _numbers(table.destinations, {each: at for at, each in enumerate(assets)})
    _refuse_strangers(table, name, (place, geoid), (asset, assets))
    first, second = place[table.origin], asset[table.destination]
    kept = np.flatnonzero((first >= 0) & (second >= 0))
    first, second = first[kept], second[kept]
    order = np.lexsort((second, first))
    return Matched(
        first[order],
        second[order],
        table.minutes[kept][order],
        len(geoid),
        len(assets),
        len(table),
        lost,
        gone,
    )


def _numbers(texts: Texts, known: Mapping[str, int]) -> tuple[NDArray[np.int32], tuple[str, ...]]:
    """The number of each text, -1 for one that is not known; and those."""
    found = np.array([known.get(each, -1) for each in texts.tolist()], dtype=np.int32)
    return found, tuple(texts[found < 0].tolist())


def _refuse_strangers(
    table: TravelTable,
    name: str,
    origin: tuple[NDArray[np.int32], Sequence[str]],
    destination: tuple[NDArray[np.int32], Sequence[str]],
) -> None:
    sides = (("origins", table.origins, *origin), ("destinations", table.destinations, *destination))
    for what, texts, found, known in sides:
        if len(table) and len(known) and not (found >= 0).any():
            has, wants = ", ".join(texts[:3].tolist()), ", ".join(list(known)[:3])
            raise BadParameterError(
                f"None of the {len(texts):,} {what} of the travel table `{name}` is one of this question: the table "
                f"has {has}; expected are ids like {wants}.",
                parameter="travel",
            )

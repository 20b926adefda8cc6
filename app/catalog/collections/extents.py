"""Where and when the features of each collection are, and which collections there are: looked up once per version."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from app.catalog.collections import COLLECTIONS, Collection
from app.catalog.collections.areas import KIND_OF
from app.catalog.conditions import fragments_of
from app.catalog.filters import AssetFilter
from app.catalog.fragments import all_of
from app.catalog.values import BBox
from app.db.reader import Reader

_CORNERS: Final = "ST_XMin(box), ST_YMin(box), ST_XMax(box), ST_YMax(box)"
_ASSETS: Final = (
    "SELECT {corners}, first, last, kind FROM (SELECT kind, ST_Extent(geom) AS box, min(start_date) AS first,"
    " max(end_date) AS last FROM asset WHERE {where} GROUP BY kind) kinds"
)
_AREAS: Final = (
    "SELECT {corners}, NULL, NULL, kind FROM"
    " (SELECT kind, ST_Extent(coalesce(geom, point)) AS box FROM area GROUP BY kind) kinds"
)
_LOADED: Final = (
    "SELECT asked.kind FROM unnest(%(kinds)s::text[]) AS asked (kind)"
    " WHERE EXISTS (SELECT FROM area WHERE area.kind = asked.kind)"
)
_MIDDLE: Final = (
    "SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY ST_X(geom)),"
    " percentile_disc(0.5) WITHIN GROUP (ORDER BY ST_Y(geom)) FROM asset WHERE {where}"
)
_COLLECTION_OF: Final = {
    "institution": "institutions",
    "program": "programs",
    "opportunity": "opportunities",
    **{kind: name for name, kind in KIND_OF.items()},
}


@dataclass(frozen=True)
class Extent:
    """The box around all features in degrees, and the days from the first start to the last end; None: unknown."""

    box: BBox | None = None
    first: date | None = None
    last: date | None = None
    middle: tuple[float, float] | None = None
    """Of all assets: the point (lon, lat) with as many of them east as west, and north as south."""


class Extents:
    """What is loaded and where, of one data version and day."""

    def __init__(self) -> None:
        self._there: tuple[int, Mapping[str, Collection]] | None = None
        self._extents: tuple[tuple[int, date], Mapping[str, Extent]] | None = None

    async def collections(self, reader: Reader, version: int) -> Mapping[str, Collection]:
        """The collections that there are: those of assets, and of each kind of area that is loaded."""
        if self._there is None or self._there[0] != version:
            found = await reader.rows(_LOADED, {"kinds": list(KIND_OF.values())})
            self._there = version, _there({kind for (kind,) in found})
        return self._there[1]

    async def of(self, reader: Reader, version: int, today: date) -> Mapping[str, Extent]:
        """The extent of each collection, by id."""
        if self._extents is None or self._extents[0] != (version, today):
            self._extents = (version, today), await _extents(reader, today)
        return self._extents[1]


def _there(loaded: set[str]) -> Mapping[str, Collection]:
    return {name: each for name, each in COLLECTIONS.items() if each.of_assets or KIND_OF[name] in loaded}


async def _extents(reader: Reader, today: date) -> Mapping[str, Extent]:
    where = all_of(fragments_of(AssetFilter(), today=today))
    of_assets = await reader.rows(_ASSETS.format(corners=_CORNERS, where=where.sql), where.values)
    of_areas = await reader.rows(_AREAS.format(corners=_CORNERS), {})
    found = {_COLLECTION_OF[row[-1]]: _extent(row) for row in (*of_assets, *of_areas)}
    [(lon, lat)] = await reader.rows(_MIDDLE.format(where=where.sql), where.values)
    middle = None if lon is None else (lon, lat)
    found["assets"] = replace(_around([_extent(row) for row in of_assets]), middle=middle)
    return found


def _extent(row: tuple[Any, ...]) -> Extent:
    west, south, east, north, first, last, _ = row
    return Extent(None if west is None else (west, south, east, north), first, last)


def _around(extents: list[Extent]) -> Extent:
    boxes = [each.box for each in extents if each.box]
    return Extent(
        (
            min(box[0] for box in boxes),
            min(box[1] for box in boxes),
            max(box[2] for box in boxes),
            max(box[3] for box in boxes),
        )
        if boxes
        else None,
        min((each.first for each in extents if each.first), default=None),
        max((each.last for each in extents if each.last), default=None),
    )

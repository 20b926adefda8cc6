"""Where the features of a layer are that meet a question: the box around them, and a point amid most of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.catalog.collections import Collection
from app.catalog.fragments import Fragment
from app.catalog.tiles.question import LayerQuestion
from app.catalog.values import BBox
from app.db.reader import Reader
from app.geography.lookup import Origin

Point = tuple[float, float]
_MIDDLE: Final = "percentile_disc(0.5) WITHIN GROUP (ORDER BY {axis}({point}))"
_SELECT: Final = (
    "SELECT ST_XMin(box), ST_YMin(box), ST_XMax(box), ST_YMax(box), lon, lat"
    " FROM (SELECT ST_Extent({geometry}) AS box, {lon} AS lon, {lat} AS lat FROM {table} WHERE {where}) AS found"
)


@dataclass(frozen=True)
class Whereabouts:
    """`box` is in degrees; `middle` (lon, lat) has as many features east as west of it, and north as south."""

    box: BBox
    middle: Point


async def whereabouts(
    reader: Reader, layer: LayerQuestion, today: date, origin: Origin | None
) -> Whereabouts | None:
    """Where the features of `layer` are; None where there is none with a place."""
    rows = layer.question.rows(today, origin)
    asked = _statement(layer.collection, rows.where)
    [(west, south, east, north, lon, lat)] = await reader.rows(asked.sql, asked.values)
    return None if west is None or lon is None else Whereabouts((west, south, east, north), (lon, lat))


def around(boxes: Sequence[BBox]) -> BBox:
    """The box around several, at least one."""
    west, south, east, north = zip(*boxes, strict=True)
    return min(west), min(south), max(east), max(north)


def _statement(collection: Collection, where: Fragment) -> Fragment:
    point = "asset.geom" if collection.of_assets else "area.point"
    lon, lat = (_MIDDLE.format(axis=axis, point=point) for axis in ("ST_X", "ST_Y"))
    table, geometry = collection.table, collection.geometry
    sql = _SELECT.format(geometry=geometry, lon=lon, lat=lat, table=table, where=where.sql)
    return Fragment(sql, where.values)

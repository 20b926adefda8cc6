"""A layer of a tile as one SQL statement whose only cell is the layer's bytes. Pure.

Points are placed by the closed form of Web Mercator: the same place as ST_Transform to EPSG:3857 gives, in a fraction
of its time. A tile in degrees is a box, so the index on the stored points finds what is in it.
"""

from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

from app.catalog.collections import Collection
from app.catalog.fragments import Fragment
from app.catalog.tiles.grid import EXTENT, Tile

CLUSTER_BELOW: Final = 8
"""Zoom from which assets are points; below they are clusters with counts."""
OVERVIEW_BELOW: Final = 7
"""Zoom from which clusters are made on request; below it those of each collection of assets are kept ready."""
MARGIN: Final = 64
"""Units that boundaries reach beyond their tile, so that no line is drawn along its edge."""
_SLACK: Final = 1e-9
"""Degrees around a tile in which points are looked for; what does not belong to it by its place is left out."""
_WHOLE: Final = "least(greatest({}, 0), 0.9999999999999999::float8) * %(tile_across)s"
_X: Final = _WHOLE.format("(ST_X({0}) + 180) / 360")
_Y: Final = _WHOLE.format(
    "0.5 - ln(tan(radians(45 + least(greatest(ST_Y({0}), -85.06), 85.06) / 2))) / (2 * pi())"
)
_CLUSTER: Final = (
    "ST_MakePoint(least(round(avg(px)), 4095), least(round(avg(py)), 4095)) AS geom, count(*)::int AS count,"
    " (count(*) FILTER (WHERE kind = 'institution'))::int AS institutions,"
    " (count(*) FILTER (WHERE kind = 'program'))::int AS programs,"
    " (count(*) FILTER (WHERE kind = 'opportunity'))::int AS opportunities"
)
_SQL: Final = files("app.catalog") / "sql"
_AREA_ZOOMS: Final = {
    "states": 0, "counties": 3, "legislative-districts": 5, "school-districts": 6, "places": 6, "zips": 6,
    "tracts": 8, "block-groups": 9,
}  # fmt: skip


def zoom_min(collection: Collection) -> int:
    """The first zoom of a collection's tiles: areas that are smaller than what a screen shows begin later."""
    return _AREA_ZOOMS.get(collection.id, 0)


def place_sql(geometry: str) -> tuple[str, str]:
    """SQL of where a point is, in tiles from the left and from the top; %(tile_across)s is how many there are."""
    return _X.format(geometry), _Y.format(geometry)


def layer_statement(collection: Collection, where: Fragment, tile: Tile, most_points: int) -> Fragment:
    """The statement that makes the layer of `collection` in `tile`, of the rows that meet `where`."""
    if not collection.of_assets:
        sql = _template("tile_areas", collection.id, "area.point", where.sql)
        unit = 360 / tile.across / EXTENT
        return Fragment(
            sql, {**where.values, **_place(tile, unit * MARGIN), "tile_z": tile.z, "tile_unit": unit}
        )
    name = "tile_clusters" if tile.z < CLUSTER_BELOW else "tile_points"
    more = {} if tile.z < CLUSTER_BELOW else {"tile_points": most_points}
    sql = _template(name, collection.id, "asset.geom", where.sql)
    return Fragment(sql, {**where.values, **_place(tile, _SLACK), **more})


def overview_statement(where: Fragment, day: date) -> Fragment:
    """The statement that makes all tiles below OVERVIEW_BELOW of the assets that meet `where`, kept for `day`."""
    sql = _template("tile_overviews", "", "asset.geom", where.sql)
    across = float(1 << (OVERVIEW_BELOW - 1))
    return Fragment(sql, {**where.values, "day": day, "below": OVERVIEW_BELOW, "tile_across": across})


@lru_cache(maxsize=500)
def _template(name: str, layer: str, geometry: str, where: str) -> str:
    x, y = place_sql(geometry)
    return _text(name).format(layer=layer, x=x, y=y, where=where, cluster=_CLUSTER)


@lru_cache(maxsize=8)
def _text(name: str) -> str:
    """Without its header: names of parameters in comments would be taken for parameters."""
    lines = (_SQL / f"{name}.sql").read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith("--"))


def _place(tile: Tile, margin: float) -> dict[str, Any]:
    """The tile's place as floats, whatever its zoom: one type of parameter is one prepared statement."""
    west, south, east, north = tile.box
    return {
        "tile_across": float(tile.across),
        "tile_x": float(tile.x),
        "tile_y": float(tile.y),
        "tile_west": max(west - margin, -180.0),
        "tile_south": max(south - margin, -90.0),
        "tile_east": min(east + margin, 180.0),
        "tile_north": min(north + margin, 90.0),
    }

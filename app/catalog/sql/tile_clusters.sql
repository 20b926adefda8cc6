-- One tile of assets as clusters on a grid of 64 by 64 cells, each at the middle of its assets, with counts.
-- Every asset is in exactly one tile of a zoom; the counts of all tiles add up to all assets with a point.
-- Parameters as in tile_points, which makes the same clusters where a tile has too many points.
SELECT ST_AsMVT(cell, '{layer}', 4096, 'geom') FROM (
  SELECT {cluster} FROM (
    SELECT kind, (x - %(tile_x)s) * 4096 AS px, (y - %(tile_y)s) * 4096 AS py
    FROM (
      SELECT asset.kind, {x} AS x, {y} AS y FROM asset
      WHERE ({where})
        AND asset.geom::point <@ box(point(%(tile_west)s, %(tile_south)s), point(%(tile_east)s, %(tile_north)s))
      OFFSET 0
    ) near
    WHERE floor(x) = %(tile_x)s AND floor(y) = %(tile_y)s
  ) placed
  GROUP BY floor(px / 64), floor(py / 64)
) cell

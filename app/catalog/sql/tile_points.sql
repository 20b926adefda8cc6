-- One tile of assets: each as a point, or clusters with counts where there are more than a tile should hold.
-- Every asset is in exactly one tile of a zoom, the one that holds its point; none is left out.
-- {layer}: name of the layer; {x}, {y}: place in tiles from the upper left; {where}: conditions on asset;
-- %(tile_x)s, %(tile_y)s: the tile; %(tile_west)s ...: its box in degrees; %(tile_points)s: most points.
WITH placed AS MATERIALIZED (
  SELECT *, (x - %(tile_x)s) * 4096 AS px, (y - %(tile_y)s) * 4096 AS py
  FROM (
    SELECT asset.id, asset.kind, asset.subtype, asset.name, asset.state, asset.city, asset.location_precision,
      {x} AS x, {y} AS y
    FROM asset
    WHERE ({where})
      AND asset.geom::point <@ box(point(%(tile_west)s, %(tile_south)s), point(%(tile_east)s, %(tile_north)s))
    OFFSET 0
  ) near
  WHERE floor(x) = %(tile_x)s AND floor(y) = %(tile_y)s
)
SELECT CASE WHEN (SELECT count(*) FROM placed) <= %(tile_points)s THEN (
  SELECT ST_AsMVT(point, '{layer}', 4096, 'geom') FROM (
    SELECT ST_MakePoint(least(round(px), 4095), least(round(py), 4095)) AS geom, id::text AS id, name, kind, subtype,
      state, city, location_precision, 1 AS count
    FROM placed
  ) point
) ELSE (
  SELECT ST_AsMVT(cell, '{layer}', 4096, 'geom') FROM (
    SELECT {cluster} FROM placed GROUP BY floor(px / 64), floor(py / 64)
  ) cell
) END

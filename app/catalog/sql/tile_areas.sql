-- One tile of areas: boundaries cut to the tile with a margin of 64 units, simplified to what a unit shows; areas
-- without a boundary as the point inside them, each in the one tile that holds it.
-- {layer}: name of the layer; {x}, {y}: place of the point in tiles; {where}: conditions on area;
-- %(tile_z)s, %(tile_x)s, %(tile_y)s: the tile; %(tile_west)s ...: its box in degrees, its margin included;
-- %(tile_unit)s: degrees of longitude of one unit.
SELECT ST_AsMVT(shape, '{layer}', 4096, 'geom') FROM (
  SELECT ST_AsMVTGeom(
      ST_Transform(ST_Simplify(area.geom, %(tile_unit)s, true), 3857),
      ST_TileEnvelope(%(tile_z)s::int, %(tile_x)s::int, %(tile_y)s::int), 4096, 64
    ) AS geom, area.geoid AS id, area.name, area.state
  FROM area
  WHERE ({where}) AND area.geom && ST_MakeEnvelope(%(tile_west)s, %(tile_south)s, %(tile_east)s, %(tile_north)s, 4326)
  UNION ALL
  SELECT ST_MakePoint(least(round((x - %(tile_x)s) * 4096), 4095), least(round((y - %(tile_y)s) * 4096), 4095)),
    id, name, state
  FROM (
    SELECT area.geoid AS id, area.name, area.state, {x} AS x, {y} AS y FROM area
    WHERE ({where}) AND area.geom IS NULL
      AND area.point && ST_MakeEnvelope(%(tile_west)s, %(tile_south)s, %(tile_east)s, %(tile_north)s, 4326)
    OFFSET 0
  ) near
  WHERE floor(x) = %(tile_x)s AND floor(y) = %(tile_y)s
) shape
WHERE shape.geom IS NOT NULL

-- Points of the assets that meet {where}, packed for a map: what asset_facet.packed holds (four big-endian numbers, see
-- facet_codes), then longitude and latitude in millionths of a degree, six numbers a row, one row after the other.
SELECT string_agg(
  f.packed || int4send(round(ST_X(asset.geom) * 1000000)::int) || int4send(round(ST_Y(asset.geom) * 1000000)::int), NULL)
FROM asset JOIN asset_facet f ON f.asset_id = asset.id
WHERE ({where}) AND asset.geom IS NOT NULL

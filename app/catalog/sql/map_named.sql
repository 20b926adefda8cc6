-- The first assets by name of each of some boxes, among those that meet {where}: a list for each box, in their order.
-- Parameters: %(wests)s, %(souths)s, %(easts)s, %(norths)s: edges in degrees, an array each; %(named)s: most of a box.
SELECT coalesce(json_agg(coalesce(named.assets, '[]'::json) ORDER BY cell.number), '[]'::json)
FROM unnest(%(wests)s::float8[], %(souths)s::float8[], %(easts)s::float8[], %(norths)s::float8[])
  WITH ORDINALITY AS cell (west, south, east, north, number)
LEFT JOIN LATERAL (
  SELECT json_agg(json_build_object('id', found.id, 'name', found.name, 'kind', found.kind, 'subtype', found.subtype,
    'city', found.city, 'state', found.state, 'location_precision', found.location_precision)) AS assets
  FROM (
    SELECT asset.id, asset.name, asset.kind, asset.subtype, asset.city, asset.state, asset.location_precision
    FROM asset
    WHERE ({where}) AND asset.geom::point <@ box(point(cell.west, cell.south), point(cell.east, cell.north))
    ORDER BY asset.name, asset.id
    LIMIT %(named)s
  ) found
) named ON TRUE

-- Outlines of areas as one GeoJSON FeatureCollection, for drawing lines only.
-- Parameters: kind; states (text[]; empty = all); digits (decimals of a degree kept).
SELECT json_build_object(
  'type', 'FeatureCollection',
  'features', coalesce(json_agg(json_build_object(
    'type', 'Feature',
    'id', geoid,
    'geometry', ST_AsGeoJSON(ST_RemoveRepeatedPoints(ST_ReducePrecision(geom, power(10, -CAST(:digits AS int)))), CAST(:digits AS int))::json,
    'properties', json_build_object('name', name, 'state', state)
  ) ORDER BY geoid), '[]'::json)
)::text
FROM area
WHERE kind = :kind AND geom IS NOT NULL
  AND (cardinality(CAST(:states AS text[])) = 0 OR state = ANY (CAST(:states AS text[])))

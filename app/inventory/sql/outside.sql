-- Purpose: given points that no county of the state covers: how far outside they are, and the nearest county where
--          that is near enough to be the border's or the coast's generalisation.
-- Parameters: :state; :county_m farthest distance at which a point still belongs to a county.
UPDATE located l
SET outside_m = near.distance_m,
    county_geoid = CASE WHEN near.distance_m <= :county_m THEN near.geoid END
FROM located o
CROSS JOIN LATERAL (
  SELECT a.geoid, ST_Distance(a.geom::geography, o.point::geography) AS distance_m
  FROM area a
  WHERE a.kind = 'county' AND a.state = :state AND a.geom IS NOT NULL
  ORDER BY a.geom <-> o.point LIMIT 1
) near
WHERE o.row_number = l.row_number AND o.location_precision = 'exact' AND o.county_geoid IS NULL

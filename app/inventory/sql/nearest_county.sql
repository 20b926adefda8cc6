-- Purpose: for points that no county of a state covers, the nearest county and how far it is.
-- Parameters: :state; :lon and :lat arrays of degrees.
SELECT near.geoid, near.distance_m
FROM unnest(CAST(:lon AS float8[]), CAST(:lat AS float8[])) WITH ORDINALITY AS p (lon, lat, at)
LEFT JOIN LATERAL (
  SELECT a.geoid, ST_Distance(a.geom::geography, ST_SetSRID(ST_MakePoint(p.lon, p.lat), 4326)::geography) AS distance_m
  FROM area a
  WHERE a.kind = 'county' AND a.state = :state AND a.geom IS NOT NULL
  ORDER BY a.geom <-> ST_SetSRID(ST_MakePoint(p.lon, p.lat), 4326) LIMIT 1
) near ON true
ORDER BY p.at

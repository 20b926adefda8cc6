-- Purpose: a point and its precision for every staged row: the given point, else its ZIP area, else its town,
--          else none. A ZIP area of another state places nothing; zip_state says whose it is.
-- Parameters: :state the state of the upload.
CREATE TEMP TABLE located ON COMMIT DROP AS
SELECT s.row_number,
       s.town,
       s.postal_code,
       z.state AS zip_state,
       CASE WHEN s.lon IS NOT NULL THEN 'exact'
            WHEN z.state = :state THEN 'postal_code'
            WHEN t.folded IS NOT NULL THEN 'city'
            ELSE 'none' END AS location_precision,
       CASE WHEN s.lon IS NOT NULL THEN ST_SetSRID(ST_MakePoint(s.lon, s.lat), 4326)
            WHEN z.state = :state THEN z.point
            WHEN t.folded IS NOT NULL THEN ST_SetSRID(ST_MakePoint(t.lon, t.lat), 4326) END AS point,
       CASE WHEN s.lon IS NOT NULL THEN c.geoid
            WHEN z.state = :state THEN z.county_geoid
            ELSE t.county_geoid END AS county_geoid,
       NULL::double precision AS outside_m
FROM staged_row s
LEFT JOIN area z ON z.kind = 'zip' AND z.geoid = s.postal_code
LEFT JOIN town t ON t.folded = s.town
LEFT JOIN LATERAL (
  SELECT a.geoid FROM area a
  WHERE s.lon IS NOT NULL AND a.kind = 'county' AND a.state = :state
    AND ST_Covers(a.geom, ST_SetSRID(ST_MakePoint(s.lon, s.lat), 4326))
  ORDER BY a.geoid LIMIT 1
) c ON true

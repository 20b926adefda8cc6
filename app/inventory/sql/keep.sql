-- Purpose: the staged rows that were not refused become the rows of the upload, with their place.
-- Parameters: :upload_id; :says_where whether the file says anything about places (else known places stay).
INSERT INTO upload_row (upload_id, row_number, source_key, asset)
SELECT :upload_id, s.row_number, s.source_key,
       s.asset || CASE WHEN :says_where THEN jsonb_build_object(
         'geom', ST_AsEWKT(l.point, 7),
         'location_precision', l.location_precision,
         'county_geoid', l.county_geoid) ELSE '{}'::jsonb END
FROM staged_row s JOIN located l USING (row_number)
WHERE l.outside_m IS NULL OR l.outside_m <= :outside_max_m

-- Purpose: keep the answers of a geocoder; a newer answer takes the place of an older one.
-- Parameters: :geocoder its name; :keys, :lons, :lats, :precisions, :matched, :scores one element an answer.
INSERT INTO geocode_answer (geocoder, address_key, geom, precision, matched_address, score, asked_at)
SELECT :geocoder, key, ST_SetSRID(ST_MakePoint(lon, lat), 4326), precision, matched, score, now()
FROM unnest(
  CAST(:keys AS text[]), CAST(:lons AS float8[]), CAST(:lats AS float8[]), CAST(:precisions AS text[]),
  CAST(:matched AS text[]), CAST(:scores AS float8[])
) AS answer (key, lon, lat, precision, matched, score)
ON CONFLICT (geocoder, address_key) DO UPDATE
SET geom = excluded.geom, precision = excluded.precision, matched_address = excluded.matched_address,
    score = excluded.score, asked_at = excluded.asked_at

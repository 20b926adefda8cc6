-- Purpose: what a geocoder answered before about some addresses.
-- Parameters: :geocoder its name; :keys folded addresses; :keep_days how old an answer may be.
SELECT address_key, ST_X(geom) AS lon, ST_Y(geom) AS lat, precision, matched_address, score
FROM geocode_answer
WHERE geocoder = :geocoder AND address_key = ANY (CAST(:keys AS text[]))
  AND asked_at > now() - make_interval(days => :keep_days)

-- Names and points of counties.
-- states  text[] or NULL   NULL: all states
SELECT geoid, name, ST_X(point) AS lon, ST_Y(point) AS lat, source
FROM area
WHERE kind = 'county' AND (CAST(:states AS text[]) IS NULL OR state = ANY (CAST(:states AS text[])))
ORDER BY geoid

-- Counties of the states in which no point lies, as places without people.
-- states  text[] or NULL   NULL: all states
-- known   text[]           counties that have points
SELECT id, geoid, name, state, geoid AS county_geoid, ST_X(point) AS lon, ST_Y(point) AS lat, source, kind
FROM area
WHERE kind = 'county' AND state IS NOT NULL AND geoid <> ALL (CAST(:known AS text[]))
  AND (CAST(:states AS text[]) IS NULL OR state = ANY (CAST(:states AS text[])))
ORDER BY geoid, id

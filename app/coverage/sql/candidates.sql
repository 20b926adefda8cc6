-- Points of areas of one kind, where new sites could be.
-- kind    text             zip or place
-- states  text[] or NULL   NULL: all states
-- most    int              how many rows are read
SELECT geoid, name, kind, state, ST_X(point) AS lon, ST_Y(point) AS lat
FROM area
WHERE kind = :kind AND state IS NOT NULL
  AND (CAST(:states AS text[]) IS NULL OR state = ANY (CAST(:states AS text[])))
ORDER BY geoid, id
LIMIT :most

-- Institutions that everybody sees, with a point, where new sites could be.
-- states  text[] or NULL   NULL: all states
-- most    int              how many rows are read
SELECT id::text, name, 'institution' AS kind, state, ST_X(geom) AS lon, ST_Y(geom) AS lat
FROM asset
WHERE kind = 'institution' AND geom IS NOT NULL AND visibility = 'public' AND deleted_at IS NULL AND status = 'active'
  AND (CAST(:states AS text[]) IS NULL OR state = ANY (CAST(:states AS text[])))
ORDER BY id
LIMIT :most

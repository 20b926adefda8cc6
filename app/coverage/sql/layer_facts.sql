-- Facts of areas of a kind, one row for each fact, source and vintage of an area.
-- kind    text
-- states  text[] or NULL   NULL: all states
-- facts   text[]
SELECT a.geoid, f.fact, f.source, f.vintage, f.value
FROM area a
JOIN area_fact f ON f.area_id = a.id
WHERE a.kind = :kind AND a.state IS NOT NULL AND f.fact = ANY (CAST(:facts AS text[]))
  AND (CAST(:states AS text[]) IS NULL OR a.state = ANY (CAST(:states AS text[])))
ORDER BY f.fact, f.source, f.vintage, a.geoid

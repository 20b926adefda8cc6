-- In which area of a kind each of some assets lies; where areas overlap the first by GEOID, none: no row.
-- kind  text     with boundaries
-- ids   uuid[]   assets
SELECT DISTINCT ON (s.id) s.id, a.geoid
FROM asset s
JOIN area a ON a.kind = :kind AND a.geom && s.geom AND ST_Covers(a.geom, s.geom)
WHERE s.id = ANY (CAST(:ids AS uuid[]))
ORDER BY s.id, a.geoid

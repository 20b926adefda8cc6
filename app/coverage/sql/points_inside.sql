-- In which area of a kind each of some areas' points lies; where areas overlap the first by GEOID, none: no row.
-- kind  text       with boundaries: school-district, legislative-district, custom
-- ids   bigint[]   areas whose points are asked about
SELECT DISTINCT ON (p.id) p.id, a.geoid
FROM area p
JOIN area a ON a.kind = :kind AND a.geom && p.point AND ST_Covers(a.geom, p.point)
WHERE p.id = ANY (CAST(:ids AS bigint[]))
ORDER BY p.id, a.geoid

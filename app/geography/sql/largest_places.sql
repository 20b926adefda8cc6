-- Towns with the most people, for names on a map.
-- state   text           postal code
-- county  text or NULL   only towns of this county
-- most    int
SELECT a.name, ST_X(a.point) AS lon, ST_Y(a.point) AS lat
FROM area a
JOIN LATERAL (
  SELECT max(people) AS people FROM area_population WHERE area_id = a.id AND "group" = 'total'
) size ON size.people > 0
LEFT JOIN area county ON county.kind = 'county' AND county.geoid = CAST(:county AS text)
WHERE a.kind = 'place' AND a.state = :state
  AND (CAST(:county AS text) IS NULL OR a.county_geoid = :county OR ST_Contains(county.geom, a.point))
ORDER BY size.people DESC, a.name
LIMIT :most

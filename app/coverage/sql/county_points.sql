-- Points inside counties with the people counted there, of several kinds of areas; points without people are left out.
-- counties                  text[]   codes of counties
-- kinds, sources, vintages  text[]   sets of total people; `rank` is the place of the kind in these lists, from 1
SELECT a.id, a.geoid, a.name, a.state, a.county_geoid, ST_X(a.point) AS lon, ST_Y(a.point) AS lat, a.source, a.kind,
       t.people AS weight, array_position(CAST(:kinds AS text[]), a.kind) AS rank
FROM area a
CROSS JOIN LATERAL (
  SELECT f.people
  FROM area_population f
  WHERE f.area_id = a.id AND f."group" = 'total'
    AND f.source = (CAST(:sources AS text[]))[array_position(CAST(:kinds AS text[]), a.kind)]
    AND f.vintage = (CAST(:vintages AS text[]))[array_position(CAST(:kinds AS text[]), a.kind)]
  OFFSET 0
) t
WHERE a.county_geoid = ANY (CAST(:counties AS text[])) AND a.kind = ANY (CAST(:kinds AS text[])) AND a.state IS NOT NULL
  AND t.people > 0

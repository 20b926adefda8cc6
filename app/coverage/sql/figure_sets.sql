-- The sets of figures there are: one row for each kind of area, group, source and vintage. Figures are looked up area by
-- area (OFFSET 0 keeps it so): of some states that is a small part of them.
-- states  text[] or NULL   only areas of these states; NULL: of all
-- groups  text[] or NULL   only these groups; NULL: all groups
-- kinds   text[]           kinds of areas
WITH place AS MATERIALIZED (
  SELECT id, kind, county_geoid
  FROM area
  WHERE kind = ANY (CAST(:kinds AS text[])) AND state IS NOT NULL
    AND (CAST(:states AS text[]) IS NULL OR state = ANY (CAST(:states AS text[])))
)
SELECT p."group", p.source, p.vintage,
       CASE WHEN bool_or(p.method = 'modelled') THEN 'modelled'
            WHEN bool_or(p.method = 'estimated') THEN 'estimated' ELSE 'counted' END AS method,
       count(*) AS areas, sum(p.people) AS people, a.kind, count(DISTINCT a.county_geoid) AS counties
FROM place a
CROSS JOIN LATERAL (
  SELECT f."group", f.source, f.vintage, f.method, f.people
  FROM area_population f
  WHERE f.area_id = a.id
    AND (CAST(:groups AS text[]) IS NULL OR f."group" = ANY (CAST(:groups AS text[])))
  OFFSET 0
) p
GROUP BY p."group", p.source, p.vintage, a.kind
UNION ALL
SELECT s."group", s.source, s.vintage, 'modelled', count(*), sum(total.people * s.share), 'zip',
       count(DISTINCT zip.county_geoid)
FROM place zip
JOIN area county ON county.kind = 'county' AND county.geoid = zip.county_geoid
JOIN area_share s
  ON s.area_id = county.id AND (CAST(:groups AS text[]) IS NULL OR s."group" = ANY (CAST(:groups AS text[])))
CROSS JOIN LATERAL (
  SELECT f.people FROM area_population f
  WHERE f.area_id = zip.id AND f."group" = 'total' AND f.source = s.base_source
  OFFSET 0
) total
WHERE zip.kind = 'zip'
GROUP BY s."group", s.source, s.vintage
ORDER BY 1, 2, 3, 7

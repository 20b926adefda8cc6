-- The sets of figures there are: one row for each kind of area, group, source and vintage.
-- states  text[] or NULL   only areas of these states; NULL: of all
-- "group" text or NULL     only this group; NULL: all groups
-- kinds   text[]           kinds of areas
SELECT p."group", p.source, p.vintage,
       CASE WHEN bool_or(p.method = 'modelled') THEN 'modelled'
            WHEN bool_or(p.method = 'estimated') THEN 'estimated' ELSE 'counted' END AS method,
       count(*) AS areas, sum(p.people) AS people, a.kind, count(DISTINCT a.county_geoid) AS counties
FROM population p
JOIN area a ON a.id = p.area_id
WHERE a.kind = ANY (CAST(:kinds AS text[])) AND a.state IS NOT NULL
  AND (CAST(:states AS text[]) IS NULL OR a.state = ANY (CAST(:states AS text[])))
  AND (CAST(:group AS text) IS NULL OR p."group" = CAST(:group AS text))
GROUP BY p."group", p.source, p.vintage, a.kind
ORDER BY p."group", p.source, p.vintage, a.kind

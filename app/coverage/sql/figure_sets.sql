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
), in_county AS (
  SELECT p."group", p.source, p.vintage, a.kind, a.county_geoid, count(*) AS areas, sum(p.people) AS people,
         max(CASE p.method WHEN 'modelled' THEN 2 WHEN 'estimated' THEN 1 ELSE 0 END) AS worst
  FROM place a
  CROSS JOIN LATERAL (
    SELECT f."group", f.source, f.vintage, f.method, f.people
    FROM area_population f
    WHERE f.area_id = a.id
      AND (CAST(:groups AS text[]) IS NULL OR f."group" = ANY (CAST(:groups AS text[])))
    OFFSET 0
  ) p
  GROUP BY p."group", p.source, p.vintage, a.kind, a.county_geoid
), zip_county AS (
  SELECT total.source, a.county_geoid, count(*) AS areas, sum(total.people) AS people
  FROM place a
  CROSS JOIN LATERAL (
    SELECT f.source, f.people
    FROM area_population f
    WHERE f.area_id = a.id AND f."group" = 'total'
    OFFSET 0
  ) total
  WHERE a.kind = 'zip' AND EXISTS (
    SELECT FROM area_share s
    WHERE CAST(:groups AS text[]) IS NULL OR s."group" = ANY (CAST(:groups AS text[]))
  )
  GROUP BY total.source, a.county_geoid
)
SELECT "group", source, vintage,
       CASE max(worst) WHEN 2 THEN 'modelled' WHEN 1 THEN 'estimated' ELSE 'counted' END AS method,
       CAST(sum(areas) AS bigint) AS areas, sum(people) AS people, kind, count(county_geoid) AS counties
FROM in_county
GROUP BY "group", source, vintage, kind
UNION ALL
SELECT s."group", s.source, s.vintage, 'modelled', CAST(sum(zip.areas) AS bigint), sum(zip.people * s.share), 'zip',
       count(*)
FROM zip_county zip
JOIN area county ON county.kind = 'county' AND county.geoid = zip.county_geoid
JOIN area_share s
  ON s.area_id = county.id AND s.base_source = zip.source
  AND (CAST(:groups AS text[]) IS NULL OR s."group" = ANY (CAST(:groups AS text[])))
GROUP BY s."group", s.source, s.vintage
ORDER BY 1, 2, 3, 7

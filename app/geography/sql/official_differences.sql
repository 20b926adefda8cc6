-- How many figures and facts of the file are not in the database as they are.
-- source, vintage  text  the edition
-- method           text  how its figures came about
-- year             int   the geography of its figures
SELECT
  (SELECT count(*)
   FROM official_figure f
   JOIN official_match m USING (kind, geoid)
   LEFT JOIN area_population p
     ON p.area_id = m.area_id AND p."group" = f."group" AND p.source = :source AND p.vintage = :vintage
   WHERE m.reason IS NULL
     AND (p.area_id IS NULL
          OR (p.people, p.moe, p.method, p.geography_year)
             IS DISTINCT FROM (f.people, f.moe, CAST(:method AS text), CAST(:year AS smallint)))) AS figures,
  (SELECT count(*)
   FROM official_fact f
   JOIN official_match m USING (kind, geoid)
   LEFT JOIN area_fact p
     ON p.area_id = m.area_id AND p.fact = f.fact AND p.source = :source AND p.vintage = :vintage
   WHERE m.reason IS NULL
     AND (p.area_id IS NULL OR (p.value, p.moe, p.low, p.high) IS DISTINCT FROM (f.value, f.moe, f.low, f.high))
  ) AS facts

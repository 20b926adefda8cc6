-- How many areas of the file are new, known, known and different, or loaded from a newer edition already
-- (centers: from another ten years, in which tracts were drawn otherwise).
-- year     int      of this edition
-- vintage  text     of this edition
-- source   text     of this edition
-- centers  boolean  only points count: the file has no boundaries
WITH compared AS (
  SELECT a.id,
         CASE WHEN :centers THEN a.kind IN ('tract', 'block-group')
                   AND CAST(substring(a.vintage FROM '[0-9]{4}') AS int) / 10 <> CAST(:year AS int) / 10
              ELSE CAST(substring(a.vintage FROM '[0-9]{4}') AS int) > CAST(:year AS int) END AS older,
         CASE WHEN :centers THEN NOT ST_Equals(a.point, ST_SetSRID(ST_MakePoint(o.lon, o.lat), 4326))
              ELSE (a.source, a.vintage) IS DISTINCT FROM (CAST(:source AS text), CAST(:vintage AS text)) END AS differs
  FROM official_area o LEFT JOIN area a USING (kind, geoid)
)
SELECT count(*) FILTER (WHERE id IS NULL) AS added,
       count(*) FILTER (WHERE id IS NOT NULL) AS known,
       count(*) FILTER (WHERE id IS NOT NULL AND differs AND NOT coalesce(older, false)) AS changed,
       count(*) FILTER (WHERE coalesce(older, false)) AS older
FROM compared

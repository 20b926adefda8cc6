-- Figures of tracts and counties that nobody published in this edition, as sums of the block groups or tracts of the
-- file, where all of these are in it: margins by the root of the sum of squares, none where one part has none. Of a file
-- with both, tracts are summed. An area counts as whole when every loaded part of it is in the file, and (a county) some
-- are loaded to tell that by.
-- source, vintage  text  the edition
INSERT INTO official_sum
WITH part AS MATERIALIZED (
  SELECT DISTINCT kind, geoid FROM official_row WHERE kind IN ('block-group', 'tract')
), parent AS (
  SELECT p.kind AS part_kind, p.geoid, up.kind, left(p.geoid, up.digits) AS up_geoid
  FROM part p
  JOIN (VALUES ('tract', 11), ('county', 5)) up(kind, digits) ON up.digits < length(p.geoid)
), whole AS (
  SELECT u.kind, u.up_geoid, u.part_kind, count(*) AS parts
  FROM parent u
  JOIN area a ON a.kind = u.kind AND a.geoid = u.up_geoid
  GROUP BY u.kind, u.up_geoid, u.part_kind
  HAVING NOT EXISTS (
    SELECT FROM area child
    WHERE child.county_geoid = left(u.up_geoid, 5) AND child.kind = u.part_kind
      AND left(child.geoid, length(u.up_geoid)) = u.up_geoid
      AND NOT EXISTS (SELECT FROM part WHERE part.kind = child.kind AND part.geoid = child.geoid)
  ) AND (u.kind = 'tract' OR EXISTS (
    SELECT FROM area child WHERE child.county_geoid = u.up_geoid AND child.kind = 'tract'
  )) AND NOT EXISTS (
    SELECT FROM area child
    WHERE u.kind = 'county' AND child.county_geoid = u.up_geoid AND child.kind = 'tract'
      AND NOT EXISTS (SELECT FROM part WHERE left(part.geoid, 11) = child.geoid)
  )
)
SELECT DISTINCT ON (w.kind, w.up_geoid, f."group")
       w.kind, w.up_geoid AS geoid, f."group", sum(f.people) AS people,
       CASE WHEN count(f.moe) = count(*) THEN sqrt(sum(f.moe * f.moe)) END AS moe
FROM whole w
JOIN parent u ON u.kind = w.kind AND u.up_geoid = w.up_geoid AND u.part_kind = w.part_kind
JOIN official_figure f ON f.kind = u.part_kind AND f.geoid = u.geoid
WHERE NOT EXISTS (
  SELECT FROM area_population p JOIN area a ON a.id = p.area_id
  WHERE a.kind = w.kind AND a.geoid = w.up_geoid AND p."group" = f."group"
    AND p.source = :source AND p.vintage = :vintage
)
GROUP BY w.kind, w.up_geoid, f."group", w.part_kind, w.parts
HAVING count(*) = w.parts
ORDER BY w.kind, w.up_geoid, f."group", w.part_kind DESC

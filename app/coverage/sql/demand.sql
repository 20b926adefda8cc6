-- Where people are: every ZIP area of the states that has a figure, and (for a question by county) every county
-- without such a ZIP area, as a place without people. ZIP codes without a figure (post office boxes, single
-- buildings) are not places where people live.
-- states                     text[] or NULL   NULL: all states
-- "group", source, vintage   text             the set of figures
-- lone_counties              boolean          also counties without ZIP areas
WITH zips AS MATERIALIZED (
  SELECT a.id, a.geoid, a.name, a.state, a.county_geoid, ST_X(a.point) AS lon, ST_Y(a.point) AS lat, p.people, a.source
  FROM area a
  JOIN population p
    ON p.area_id = a.id AND p."group" = :group AND p.source = :source AND p.vintage = :vintage
  WHERE a.kind = 'zip' AND a.state IS NOT NULL
    AND (CAST(:states AS text[]) IS NULL OR a.state = ANY (CAST(:states AS text[])))
)
SELECT zips.*, true AS is_zip FROM zips
UNION ALL
SELECT c.id, c.geoid, c.name, c.state, c.geoid, ST_X(c.point), ST_Y(c.point), 0, c.source, false
FROM area c
WHERE :lone_counties AND c.kind = 'county' AND c.state IS NOT NULL
  AND (CAST(:states AS text[]) IS NULL OR c.state = ANY (CAST(:states AS text[])))
  AND c.geoid NOT IN (SELECT county_geoid FROM zips WHERE county_geoid IS NOT NULL)
ORDER BY geoid, id

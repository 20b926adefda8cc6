-- Where people are by modelled figures: the people of each ZIP area times the share of the group in its county (as in the
-- view population); otherwise as in demand.sql. The areas
-- are chosen first (MATERIALIZED): the planner would else walk through every county of the country.
-- states                     text[] or NULL   NULL: all states
-- margin                     boolean          also areas beyond the states
-- west, south, east, north   float8           the box, degrees
-- "group", source, vintage   text             the set of figures
WITH place AS MATERIALIZED (
  SELECT id, geoid, name, state, county_geoid, point, source, kind
  FROM area
  WHERE kind = 'zip' AND state IS NOT NULL
    AND (CAST(:states AS text[]) IS NULL OR state = ANY (CAST(:states AS text[]))
         OR (:margin AND point && ST_MakeEnvelope(:west, :south, :east, :north, 4326)))
), share AS MATERIALIZED (
  SELECT county.geoid, s.share, s.base_source
  FROM area_share s
  JOIN area county ON county.id = s.area_id AND county.kind = 'county'
  WHERE s."group" = :group AND s.source = :source AND s.vintage = :vintage
    AND county.geoid IN (SELECT county_geoid FROM place)
)
SELECT a.id, a.geoid, a.name, a.state, a.county_geoid, ST_X(a.point) AS lon, ST_Y(a.point) AS lat, a.source, a.kind,
       total.people * s.share AS people, CAST(NULL AS float8) AS moe
FROM place a
JOIN share s ON s.geoid = a.county_geoid
CROSS JOIN LATERAL (
  SELECT f.people
  FROM area_population f
  WHERE f.area_id = a.id AND f."group" = 'total' AND f.source = s.base_source
  OFFSET 0
) total

-- Where people are by modelled figures: the people of each ZIP area times the share of the group in its county (as in the
-- view population); otherwise as in demand.sql.
-- states                     text[] or NULL   NULL: all states
-- margin                     boolean          also areas beyond the states
-- west, south, east, north   float8           the box, degrees
-- "group", source, vintage   text             the set of figures
SELECT a.id, a.geoid, a.name, a.state, a.county_geoid, ST_X(a.point) AS lon, ST_Y(a.point) AS lat, a.source, a.kind,
       total.people * s.share AS people, CAST(NULL AS float8) AS moe
FROM area a
JOIN area county ON county.kind = 'county' AND county.geoid = a.county_geoid
JOIN area_share s ON s.area_id = county.id AND s."group" = :group AND s.source = :source AND s.vintage = :vintage
CROSS JOIN LATERAL (
  SELECT f.people
  FROM area_population f
  WHERE f.area_id = a.id AND f."group" = 'total' AND f.source = s.base_source
  OFFSET 0
) total
WHERE a.kind = 'zip' AND a.state IS NOT NULL
  AND (CAST(:states AS text[]) IS NULL OR a.state = ANY (CAST(:states AS text[]))
       OR (:margin AND a.point && ST_MakeEnvelope(:west, :south, :east, :north, 4326)))

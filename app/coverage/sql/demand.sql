-- Where people are: every area of a kind that has a figure of the set, at its own point; with a margin also those beyond
-- the states, in a box around them (the caller decides by distance). Areas without a figure (post office boxes, single
-- buildings) are not places where people live. Figures are looked up area by area: of some states that is a small part.
-- kind                       text             zip, tract or block-group
-- states                     text[] or NULL   NULL: all states
-- margin                     boolean          also areas beyond the states
-- west, south, east, north   float8           the box, degrees
-- "group", source, vintage   text             the set of figures
SELECT a.id, a.geoid, a.name, a.state, a.county_geoid, ST_X(a.point) AS lon, ST_Y(a.point) AS lat, a.source, a.kind,
       p.people, p.moe
FROM area a
CROSS JOIN LATERAL (
  SELECT f.people, f.moe
  FROM area_population f
  WHERE f.area_id = a.id AND f."group" = :group AND f.source = :source AND f.vintage = :vintage
  OFFSET 0
) p
WHERE a.kind = :kind AND a.state IS NOT NULL
  AND (CAST(:states AS text[]) IS NULL OR a.state = ANY (CAST(:states AS text[]))
       OR (:margin AND a.point && ST_MakeEnvelope(:west, :south, :east, :north, 4326)))

-- Figures of counties with the points inside that they are spread over: the finest kind of area that has people there. A
-- county without such points comes once, with itself as its point and no weight.
-- states                     text[] or NULL   NULL: all states
-- margin                     boolean          also counties beyond the states
-- west, south, east, north   float8           a box around the states, degrees
-- "group", source, vintage   text             the set of figures
-- kinds, sources, vintages   text[]           sets of total people, the finest kind first
-- old, new                   text[]           codes of old counties and of those that they are together today
WITH unit AS MATERIALIZED (
  SELECT a.id, a.geoid, a.name, a.state, a.point, a.source, p.people, p.moe
  FROM area a
  JOIN area_population p
    ON p.area_id = a.id AND p."group" = :group AND p.source = :source AND p.vintage = :vintage
  WHERE a.kind = 'county' AND a.state IS NOT NULL
    AND (CAST(:states AS text[]) IS NULL OR a.state = ANY (CAST(:states AS text[]))
         OR (:margin AND coalesce(a.geom, a.point) && ST_MakeEnvelope(:west, :south, :east, :north, 4326)))
), part AS (
  SELECT geoid AS unit, geoid AS code FROM unit
  UNION
  SELECT renamed.old, renamed.new
  FROM unnest(CAST(:old AS text[]), CAST(:new AS text[])) renamed(old, new) JOIN unit ON unit.geoid = renamed.old
), weighed AS (
  SELECT part.unit, a.id, a.geoid, a.name, a.state, a.point, a.source, a.kind, t.people AS weight, given.at
  FROM unnest(CAST(:kinds AS text[]), CAST(:sources AS text[]), CAST(:vintages AS text[]))
    WITH ORDINALITY given(kind, source, vintage, at)
  CROSS JOIN part
  JOIN area a ON a.county_geoid = part.code AND a.kind = given.kind AND a.state IS NOT NULL
  JOIN area_population t
    ON t.area_id = a.id AND t."group" = 'total' AND t.source = given.source AND t.vintage = given.vintage
  WHERE t.people > 0
), finest AS (
  SELECT unit, min(at) AS at FROM weighed GROUP BY unit
)
SELECT coalesce(w.id, u.id) AS id, coalesce(w.geoid, u.geoid) AS geoid, coalesce(w.name, u.name) AS name,
       coalesce(w.state, u.state) AS state, u.geoid AS county_geoid, ST_X(coalesce(w.point, u.point)) AS lon,
       ST_Y(coalesce(w.point, u.point)) AS lat, coalesce(w.source, u.source) AS source, coalesce(w.kind, 'county') AS kind,
       u.people, u.moe, w.weight
FROM unit u
LEFT JOIN finest ON finest.unit = u.geoid
LEFT JOIN weighed w ON w.unit = finest.unit AND w.at = finest.at
ORDER BY coalesce(w.geoid, u.geoid), coalesce(w.id, u.id)

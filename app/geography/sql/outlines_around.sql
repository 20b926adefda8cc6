-- The outline of a county and of the counties in a box around it, a fifth of its size larger on each side.
-- geoid  text   the county
SELECT a.geoid, a.name, a.state,
       ST_AsGeoJSON(ST_RemoveRepeatedPoints(ST_ReducePrecision(a.geom, 0.002)), 3)::json AS geometry
FROM area here
JOIN area a
  ON a.kind = 'county' AND a.geom && ST_Expand(
       here.geom,
       (ST_XMax(here.geom) - ST_XMin(here.geom)) / 5,
       (ST_YMax(here.geom) - ST_YMin(here.geom)) / 5)
WHERE here.kind = 'county' AND here.geoid = :geoid

-- Outlines of the states as SVG paths on an equal-area projection (EPSG:5070), a unit a kilometre, for a small picture.
-- Corners lie on a grid of :grid kilometres, the same for all, so that neighbours still meet. y goes down, as in SVG.
SELECT state AS code, ST_AsSVG(shape, 1, 0) AS path,
  ST_XMin(shape)::int AS west, (-ST_YMax(shape))::int AS top, ST_XMax(shape)::int AS east, (-ST_YMin(shape))::int AS bottom,
  ST_X(ST_PointOnSurface(shape))::int AS x, (-ST_Y(ST_PointOnSurface(shape)))::int AS y, ST_Area(shape)::int AS area
FROM (
  SELECT state, ST_RemoveRepeatedPoints(ST_ReducePrecision(ST_Scale(ST_Transform(geom, 5070), 0.001, 0.001), :grid)) AS shape
  FROM area WHERE kind = 'state' AND geom IS NOT NULL
) drawn
WHERE NOT ST_IsEmpty(shape)
ORDER BY state

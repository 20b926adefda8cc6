-- The box around the states and their areas, in degrees; NULL where nothing is known of them.
-- states  text[]
SELECT ST_XMin(box) AS west, ST_YMin(box) AS south, ST_XMax(box) AS east, ST_YMax(box) AS north
FROM (
  SELECT ST_Extent(coalesce(geom, point)) AS box
  FROM area WHERE kind IN ('state', 'county', 'zip', 'tract') AND state = ANY (CAST(:states AS text[]))
) around

-- Boundaries of areas as GeoJSON text, coordinates rounded on one grid for all, so that shared borders stay shared.
-- kind    text
-- geoids  text[]    areas
-- digits  integer   decimals of a degree
SELECT geoid, ST_AsGeoJSON(geom, CAST(:digits AS integer)) AS shape
FROM area
WHERE kind = :kind AND geoid = ANY (CAST(:geoids AS text[])) AND geom IS NOT NULL

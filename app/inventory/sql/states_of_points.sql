-- states_of_points: in which states some points are, by the outlines of counties.
-- Parameters: :lats, :lons  the points, WGS84 degrees
SELECT a.state, count(*) AS points
FROM unnest(CAST(:lats AS float8[]), CAST(:lons AS float8[])) AS p(lat, lon)
JOIN area a ON a.kind = 'county' AND ST_Covers(a.geom, ST_SetSRID(ST_MakePoint(p.lon, p.lat), 4326))
GROUP BY a.state

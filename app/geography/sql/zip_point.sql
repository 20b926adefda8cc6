-- Where a ZIP area is: its population-weighted point.
-- Parameters: zip (five digits).
SELECT ST_X(point) AS lon, ST_Y(point) AS lat, name, state
FROM area
WHERE kind = 'zip' AND geoid = :zip

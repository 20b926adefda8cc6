-- Known ZIP areas with numbers near one that is not known, nearest first.
-- Parameters: zip (five digits), prefix (its first three).
SELECT geoid
FROM area
WHERE kind = 'zip' AND geoid LIKE :prefix || '%'
ORDER BY abs(geoid::integer - CAST(:zip AS integer)), geoid
LIMIT 5

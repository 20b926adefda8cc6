-- Areas of a kind, with what is stored in their own row.
-- kind    text
-- states  text[] or NULL   NULL: all states
SELECT geoid, name, state, county_geoid, ST_X(point) AS lon, ST_Y(point) AS lat, land_area_m2, median_household_income,
       source
FROM area
WHERE kind = :kind AND state IS NOT NULL
  AND (CAST(:states AS text[]) IS NULL OR state = ANY (CAST(:states AS text[])))
ORDER BY geoid

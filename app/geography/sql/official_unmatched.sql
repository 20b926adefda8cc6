-- Rows without an area of their geography: how many for each kind, state and reason, with the first few.
SELECT kind, reason, left(geoid, 2) AS fips, min(area_vintage) AS area_vintage, count(*) AS rows,
       (array_agg(geoid ORDER BY geoid))[1:9] AS geoids, (array_agg(coalesce(name, '') ORDER BY geoid))[1:3] AS names
FROM official_match
WHERE reason IS NOT NULL
GROUP BY kind, reason, left(geoid, 2)
ORDER BY kind, reason, left(geoid, 2)

-- The places a name may mean, the likeliest first: counties when the name says so, else towns, then counties of
-- that name, then the post's city names (villages too small to be listed as towns); of each, those in states with
-- an inventory before others, then the most populous first.
-- Parameters: lowered (spellings in lower case), spelled (the same as written in lists), is_county (the name
-- ends in county, parish ...), state (postal code or NULL).
WITH candidate AS (
  SELECT id, kind, name, state, point, CASE kind WHEN 'place' THEN 1 ELSE 3 END AS rank
  FROM area
  WHERE NOT CAST(:is_county AS boolean)
    AND kind IN ('place', 'zip')
    AND (lower(name) = ANY (CAST(:lowered AS text[])) OR alternate_names && CAST(:spelled AS text[]))
  UNION ALL
  SELECT id, kind, name, state, point, 2
  FROM area
  WHERE kind = 'county'
    AND lower(unaccent(name)) = ANY (
      SELECT unaccent(spelling) || suffix
      FROM unnest(CAST(:lowered AS text[])) AS spelling,
           unnest(CASE WHEN CAST(:is_county AS boolean) THEN ARRAY[''] ELSE ARRAY['', ' county', ' parish'] END) AS suffix
    )
)
SELECT ST_X(point) AS lon, ST_Y(point) AS lat,
       name || coalesce(', ' || state, '') AS label
FROM candidate
LEFT JOIN LATERAL (
  SELECT max(people) AS people FROM area_population WHERE area_id = candidate.id AND "group" = 'total'
) AS size ON true
WHERE CAST(:state AS text) IS NULL OR state = :state
ORDER BY rank, EXISTS (SELECT FROM asset WHERE asset.state = candidate.state) DESC, people DESC NULLS LAST, state, id
LIMIT 1

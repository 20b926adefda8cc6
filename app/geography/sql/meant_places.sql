-- The place each of some names means most likely: towns, then counties, then the post's city names; of each, those in
-- states with an inventory before others, then the most populous first (people of a county: those of
-- its ZIP areas).
-- Parameters: names (lower case, text[]), states (postal code or NULL of each, text[]).
SELECT DISTINCT ON (asked.at)
       CAST(asked.at AS int) - 1 AS at, a.kind, a.geoid, a.name, a.state, coalesce(size.people, 0) AS people,
       EXISTS (SELECT FROM asset WHERE asset.state = a.state) AS listed
FROM unnest(CAST(:names AS text[]), CAST(:states AS text[])) WITH ORDINALITY AS asked (name, state, at)
JOIN area a ON lower(a.name) = asked.name AND a.kind IN ('place', 'county', 'zip')
  AND (asked.state IS NULL OR a.state = asked.state)
LEFT JOIN LATERAL (
  SELECT sum(most) AS people FROM (
    SELECT max(people) AS most FROM area_population p JOIN area part ON part.id = p.area_id
    WHERE p."group" = 'total'
      AND (part.id = a.id OR a.kind = 'county' AND part.kind = 'zip' AND part.county_geoid = a.geoid)
    GROUP BY p.area_id) each
) AS size ON true
ORDER BY asked.at, CASE a.kind WHEN 'place' THEN 1 WHEN 'county' THEN 2 ELSE 3 END, listed DESC, people DESC, a.state, a.id

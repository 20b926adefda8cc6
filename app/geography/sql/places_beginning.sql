-- Places and counties whose names begin with a text (whatever its case and accents), as `Santa Fe, NM`: those in states with an inventory first, and
-- of these the most populous.
-- Parameters: name; states: postal codes, none for all; only_listed: whether only places in states with an inventory count.
SELECT area.name || coalesce(', ' || area.state, '') AS label
FROM area
LEFT JOIN (
  SELECT counties.state FROM (SELECT DISTINCT state FROM area WHERE kind = 'county') AS counties
  WHERE EXISTS (SELECT FROM asset WHERE asset.state = counties.state)
) AS listed ON listed.state = area.state
LEFT JOIN LATERAL (
  SELECT max(people) AS people FROM area_population WHERE area_id = area.id AND "group" = 'total'
) AS size ON true
WHERE area.kind IN ('place', 'county') AND starts_with(lower(unaccent(area.name)), lower(unaccent(:name)))
  AND (NOT CAST(:only_listed AS boolean) OR listed.state IS NOT NULL)
  AND (cardinality(CAST(:states AS text[])) = 0 OR area.state = ANY(CAST(:states AS text[])))
GROUP BY label
ORDER BY bool_or(listed.state IS NOT NULL) DESC, max(size.people) DESC NULLS LAST, label
LIMIT 8

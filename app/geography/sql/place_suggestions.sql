-- Names most like one that was not found, as `Santa Fe, NM`; of like ones, those in states with an inventory first.
-- Parameters: name, state (postal code or NULL: everywhere).
SELECT name || coalesce(', ' || state, '') AS label
FROM area
WHERE kind IN ('place', 'county')
  AND (CAST(:state AS text) IS NULL OR state = :state)
  AND similarity(lower(name), lower(:name)) > 0.3
GROUP BY label
ORDER BY max(similarity(lower(name), lower(:name))) DESC,
         bool_or(EXISTS (SELECT FROM asset WHERE asset.state = area.state)) DESC, label
LIMIT 5

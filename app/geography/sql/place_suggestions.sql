-- Names most like one that was not found, as `Santa Fe, NM`: those that begin with it first, and of these the ones in
-- states with an inventory, the most populous first; then the most alike, somewhat more where there is an inventory.
-- Parameters: name, state (postal code or NULL: everywhere).
SELECT label FROM (
  SELECT area.name || coalesce(', ' || area.state, '') AS label,
         bool_or(starts_with(lower(area.name), lower(:name))) AS begins,
         bool_or(listed.state IS NOT NULL) AS is_listed,
         max(similarity(lower(area.name), lower(:name))) AS likeness,
         max(size.people) AS people
  FROM area
  LEFT JOIN (
    SELECT counties.state FROM (SELECT DISTINCT state FROM area WHERE kind = 'county') AS counties
    WHERE EXISTS (SELECT FROM asset WHERE asset.state = counties.state)
  ) AS listed ON listed.state = area.state
  LEFT JOIN LATERAL (
    SELECT max(people) AS people FROM area_population WHERE area_id = area.id AND "group" = 'total'
  ) AS size ON true
  WHERE area.kind IN ('place', 'county')
    AND (CAST(:state AS text) IS NULL OR area.state = :state)
    AND (similarity(lower(area.name), lower(:name)) > 0.3 OR starts_with(lower(area.name), lower(:name)))
  GROUP BY label
) AS found
ORDER BY begins DESC, CASE WHEN begins THEN is_listed END DESC, CASE WHEN begins THEN people END DESC NULLS LAST,
         likeness + CASE WHEN is_listed THEN 0.15 ELSE 0 END DESC, people DESC NULLS LAST, label
LIMIT 5

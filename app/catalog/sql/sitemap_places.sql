-- The states of which anything is listed, and their counties: page and code. At most a few thousand rows.
WITH listed AS (
  SELECT DISTINCT state FROM asset WHERE visibility = 'public' AND deleted_at IS NULL AND status = 'active'
)
SELECT 'states' AS page, state AS code, 0 AS rank FROM listed
UNION ALL
SELECT 'counties', area.geoid, 1 FROM area JOIN listed USING (state) WHERE area.kind = 'county'
ORDER BY rank, code

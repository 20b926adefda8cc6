-- States of which assets are known, and when each last sent an inventory that is published and was not undone (NULL:
-- never, its assets are listed by others).
SELECT states.state, max(u.applied_at) AS applied_at
FROM (
  SELECT state FROM asset WHERE deleted_at IS NULL AND visibility = 'public' GROUP BY state
  UNION
  SELECT state FROM upload WHERE status = 'applied' AND state IS NOT NULL GROUP BY state
) states
LEFT JOIN upload u ON u.state = states.state AND u.status = 'applied'
GROUP BY states.state

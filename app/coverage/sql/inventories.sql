-- States of which assets are known: when each last sent an inventory that is published and was not undone (NULL: never),
-- and whether what is listed there is the starter list and what the public added to it. What the public reports is no
-- inventory, whoever verified it.
-- starter, public  text  who says that the assets of the starter list exist, and those that the public suggested
SELECT states.state, max(u.applied_at) AS applied_at, bool_and(states.only_starter) AS only_starter
FROM (
  SELECT state, bool_and(coalesce(source_name IN (:starter, :public), false)) AS only_starter
  FROM asset WHERE deleted_at IS NULL AND visibility = 'public' GROUP BY state
  UNION ALL
  SELECT state, NULL FROM upload
  WHERE status = 'applied' AND state IS NOT NULL AND source_name NOT IN (:starter, :public)
  GROUP BY state
) states
LEFT JOIN upload u
  ON u.state = states.state AND u.status = 'applied' AND u.source_name NOT IN (:starter, :public)
GROUP BY states.state

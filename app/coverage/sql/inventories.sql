-- States of which assets are known: when each last sent an inventory that is published and was not undone (NULL: never),
-- and whether all that is listed there is the unverified starter list.
-- starter  text  who says that the assets of the starter list exist
SELECT states.state, max(u.applied_at) AS applied_at, bool_and(states.only_starter) AS only_starter
FROM (
  SELECT state, bool_and(source_name IS NOT DISTINCT FROM :starter AND verified_at IS NULL) AS only_starter
  FROM asset WHERE deleted_at IS NULL AND visibility = 'public' GROUP BY state
  UNION ALL
  SELECT state, NULL FROM upload WHERE status = 'applied' AND state IS NOT NULL AND source_name <> :starter
  GROUP BY state
) states
LEFT JOIN upload u ON u.state = states.state AND u.status = 'applied' AND u.source_name <> :starter
GROUP BY states.state

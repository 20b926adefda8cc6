-- When each state last sent an inventory that is published and was not undone.
SELECT state, max(applied_at) AS applied_at
FROM upload
WHERE status = 'applied' AND undone_at IS NULL AND state IS NOT NULL AND applied_at IS NOT NULL
GROUP BY state

-- Purpose: give up uploads that nobody will finish: in check without a live check that holds them, and known to be
--          dead or an hour old; or waiting longer than they are kept.
-- Parameters: :keep_days; :dead uploads whose check is known to have ended.
WITH old AS (
  SELECT id FROM upload
  WHERE (status = 'checking' AND (id = ANY(CAST(:dead AS uuid[])) OR created_at < now() - interval '1 hour'))
     OR (status IN ('checked', 'refused') AND created_at < now() - CAST(:keep_days AS integer) * interval '1 day')
  FOR UPDATE SKIP LOCKED
)
UPDATE upload
SET status = 'abandoned', problem = coalesce(problem, CASE
  WHEN id = ANY(CAST(:dead AS uuid[])) THEN 'The service or its database ended in the middle of the check: send the file again.'
  ELSE 'It was not finished in time: send the file again.'
END)
WHERE id IN (SELECT o.id FROM old o)
RETURNING id

-- Purpose: give up uploads that nobody will finish: received or being checked an hour ago and not held by a live
--          check, or waiting longer than they are kept.
-- Parameters: :keep_days.
WITH old AS (
  SELECT id FROM upload
  WHERE (status = 'checking' AND created_at < now() - interval '1 hour')
     OR (status IN ('checked', 'refused') AND created_at < now() - CAST(:keep_days AS integer) * interval '1 day')
  FOR UPDATE SKIP LOCKED
)
UPDATE upload u
SET status = 'abandoned', problem = coalesce(problem, 'It was not finished in time: send the file again.')
FROM old WHERE u.id = old.id
RETURNING u.id

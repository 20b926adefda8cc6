-- Purpose: the uploads whose files are kept: those that wait, and those that were published not long ago.
-- Parameters: :keep_days.
SELECT id FROM upload
WHERE status IN ('checking', 'checked', 'refused')
   OR (status IN ('applied', 'undone') AND applied_at > now() - CAST(:keep_days AS integer) * interval '1 day')

-- Purpose: delete waiting rows of uploads that are done, as a kill between applying and tidying leaves them.
-- Parameters: none.
WITH done AS (
  SELECT id FROM upload u
  WHERE status IN ('applied', 'undone', 'abandoned')
    AND (EXISTS (SELECT FROM upload_row r WHERE r.upload_id = u.id)
      OR EXISTS (SELECT FROM upload_refusal r WHERE r.upload_id = u.id))
  FOR UPDATE SKIP LOCKED
), refusals AS (
  DELETE FROM upload_refusal r USING done d WHERE r.upload_id = d.id
)
DELETE FROM upload_row r USING done d WHERE r.upload_id = d.id

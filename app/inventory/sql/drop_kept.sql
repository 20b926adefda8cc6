-- Purpose: take out rows of a source about assets that became a state's own after the check; how many.
-- Parameters: :upload_id; :source_name.
WITH gone AS (
  DELETE FROM upload_row r
  USING asset a LEFT JOIN upload u ON u.id = a.upload_id
  WHERE r.upload_id = :upload_id AND a.id = r.asset_id
    AND (u.id IS NULL OR u.state IS NOT NULL OR u.source_name <> :source_name)
  RETURNING 1
)
SELECT count(*) FROM gone

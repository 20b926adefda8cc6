-- Purpose: every state whose assets are touched when the upload is undone.
SELECT DISTINCT state FROM (
  SELECT a.state FROM undo_row t JOIN asset a ON a.id = t.asset_id
  UNION ALL SELECT before->>'state' FROM undo_row WHERE table_name = 'asset' AND before ? 'state'
) touched
WHERE state IS NOT NULL ORDER BY state

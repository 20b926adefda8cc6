-- Purpose: assets that became part of another are not shown any more.
-- Parameters: :upload_id.
UPDATE asset a SET deleted_at = now(), upload_id = m.upload_id
FROM upload_merge m
WHERE m.upload_id = :upload_id AND a.id = m.away_id AND a.deleted_at IS NULL

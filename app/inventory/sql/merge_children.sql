-- Purpose: what belonged to an asset that becomes part of another belongs to that one.
-- Parameters: :upload_id.
UPDATE asset c SET parent_id = m.into_id, upload_id = m.upload_id
FROM upload_merge m
WHERE m.upload_id = :upload_id AND c.parent_id = m.away_id AND c.id <> m.into_id

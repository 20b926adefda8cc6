-- Purpose: assets that the last upload of this source wrote and that this file does not have. Where they would become
--          inactive, those that are so already are left out.
-- Parameters: :upload_id; :source_name; :state (NULL: all); :choice keep, inactive or remove.
CREATE TEMP TABLE vanished ON COMMIT DROP AS
SELECT a.id
FROM asset a JOIN upload u ON u.id = a.upload_id
WHERE u.source_name = :source_name AND a.deleted_at IS NULL
  AND (CAST(:state AS text) IS NULL OR a.state = :state)
  AND (CAST(:choice AS text) <> 'inactive' OR a.status NOT IN ('inactive', 'defunct'))
  AND NOT EXISTS (SELECT FROM upload_row r WHERE r.upload_id = :upload_id AND r.asset_id = a.id)
  AND NOT EXISTS (SELECT FROM upload_refusal r WHERE r.upload_id = :upload_id AND r.asset_id = a.id)

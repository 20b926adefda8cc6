-- Purpose: keys and official numbers of assets that become part of another go with them.
-- Parameters: :upload_id.
UPDATE asset_identifier i SET asset_id = m.into_id
FROM upload_merge m
WHERE m.upload_id = :upload_id AND i.asset_id = m.away_id

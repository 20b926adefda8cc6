-- Purpose: rows whose key belongs to an asset that is now in another state are not part of the upload.
-- Parameters: :upload_id.
DELETE FROM upload_row r USING asset a
WHERE r.upload_id = :upload_id AND a.id = r.asset_id AND a.state <> r.state
RETURNING r.row_number, r.source_key, a.state AS other

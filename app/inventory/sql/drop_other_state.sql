-- Purpose: rows whose key belongs to an asset that is now in another state are not part of the upload.
-- Parameters: :upload_id; :state.
DELETE FROM upload_row r USING planned p
WHERE r.upload_id = :upload_id AND r.row_number = p.row_number AND p.former_state <> :state

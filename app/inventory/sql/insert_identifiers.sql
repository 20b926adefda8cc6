-- Purpose: new official numbers, each for the asset of the first row that brings it.
-- Parameters: :upload_id.
INSERT INTO asset_identifier (asset_id, scheme, value)
SELECT DISTINCT ON (e.key, e.value) r.asset_id, e.key, e.value
FROM upload_row r CROSS JOIN LATERAL jsonb_each_text(r.identifiers) e
WHERE r.upload_id = :upload_id
  AND NOT EXISTS (SELECT FROM asset_identifier i WHERE i.scheme = e.key AND i.value = e.value)
ORDER BY e.key, e.value, r.row_number

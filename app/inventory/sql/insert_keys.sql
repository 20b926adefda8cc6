-- Purpose: the keys of the file become identifiers of their assets, where they are not yet.
-- Parameters: :upload_id; :key_scheme the scheme of the file's keys, NULL for each state's own.
INSERT INTO asset_identifier (asset_id, scheme, value)
SELECT r.asset_id, coalesce(CAST(:key_scheme AS text), 'state:' || r.state), r.source_key
FROM upload_row r
WHERE r.upload_id = :upload_id AND NOT EXISTS (
  SELECT FROM asset_identifier i
  WHERE i.scheme = coalesce(CAST(:key_scheme AS text), 'state:' || r.state) AND i.value = r.source_key
)

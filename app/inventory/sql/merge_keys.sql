-- Purpose: the keys of rows that were merged become keys of the assets they are part of.
-- Parameters: :upload_id; :key_scheme the scheme of the file's keys, NULL for each state's own.
INSERT INTO asset_identifier (asset_id, scheme, value)
SELECT m.into_id, coalesce(CAST(:key_scheme AS text), 'state:' || m.state), m.source_key
FROM upload_merge m
WHERE m.upload_id = :upload_id AND NOT EXISTS (
  SELECT FROM asset_identifier i
  WHERE i.scheme = coalesce(CAST(:key_scheme AS text), 'state:' || m.state) AND i.value = m.source_key
)

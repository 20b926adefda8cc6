-- Purpose: the same for refused rows, whose assets have not vanished.
-- Parameters: :upload_id; :key_scheme the scheme of the file's keys, NULL for each state's own.
UPDATE upload_refusal r
SET asset_id = i.asset_id
FROM asset_identifier i
WHERE r.upload_id = :upload_id
  AND i.scheme = coalesce(CAST(:key_scheme AS text), 'state:' || r.state)
  AND i.value = r.source_key
  AND i.asset_id <> r.asset_id

-- Purpose: official numbers that the file has a column for and an asset's row does not give any more are taken from it.
-- Parameters: :upload_id; :schemes the schemes that have a column.
DELETE FROM asset_identifier i USING upload_row r
WHERE r.upload_id = :upload_id AND i.asset_id = r.asset_id AND i.scheme = ANY (CAST(:schemes AS text[]))
  AND r.identifiers->>i.scheme IS DISTINCT FROM i.value

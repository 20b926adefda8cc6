-- Purpose: official numbers that assets of the upload have and their rows, which have a column for them, do not.
-- Parameters: :upload_id; :schemes the schemes that have a column.
CREATE TEMP TABLE dropped_identifier ON COMMIT DROP AS
SELECT r.row_number, i.asset_id, i.scheme, i.value
FROM upload_row r JOIN asset_identifier i ON i.asset_id = r.asset_id
WHERE r.upload_id = :upload_id AND i.scheme = ANY (CAST(:schemes AS text[]))
  AND r.identifiers->>i.scheme IS DISTINCT FROM i.value

-- Purpose: two keys of a file may belong to one asset; the later rows are not part of the upload.
-- Parameters: :upload_id.
WITH counted AS (
  SELECT row_number, first_value(row_number) OVER (PARTITION BY asset_id ORDER BY row_number) AS first
  FROM upload_row WHERE upload_id = :upload_id
)
DELETE FROM upload_row r USING counted c
WHERE r.upload_id = :upload_id AND r.row_number = c.row_number AND c.first <> c.row_number
RETURNING r.row_number, r.source_key, c.first

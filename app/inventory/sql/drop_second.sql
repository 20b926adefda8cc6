-- Purpose: two keys of a file may belong to one asset, by decision; the first row writes it, the later ones are not part
--          of the upload but for their keys and official numbers.
-- Parameters: :upload_id.
WITH counted AS (
  SELECT row_number, first_value(row_number) OVER (PARTITION BY asset_id ORDER BY row_number) AS first
  FROM upload_row WHERE upload_id = :upload_id
),
second AS (
  DELETE FROM upload_row r USING counted c
  WHERE r.upload_id = :upload_id AND r.row_number = c.row_number AND c.first <> c.row_number
  RETURNING r.row_number, r.source_key, c.first, r.identifiers
),
given AS (
  UPDATE upload_row r SET identifiers = s.numbers || r.identifiers
  FROM (SELECT first, jsonb_object_agg(e.key, e.value) AS numbers
        FROM second CROSS JOIN LATERAL jsonb_each(identifiers) e GROUP BY first) s
  WHERE r.upload_id = :upload_id AND r.row_number = s.first
)
SELECT row_number, source_key, first FROM second ORDER BY row_number

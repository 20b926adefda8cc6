-- Purpose: official numbers of rows that another asset has, or that an earlier row for another asset brings.
-- Parameters: :upload_id.
SELECT b.row_number, b.scheme, b.value
FROM (
  SELECT r.row_number, r.asset_id, e.key AS scheme, e.value,
         coalesce(i.asset_id, first_value(r.asset_id) OVER (PARTITION BY e.key, e.value ORDER BY r.row_number)) AS owner_id
  FROM upload_row r
  CROSS JOIN LATERAL jsonb_each_text(r.identifiers) e
  LEFT JOIN asset_identifier i ON i.scheme = e.key AND i.value = e.value
  WHERE r.upload_id = :upload_id
) b
WHERE b.owner_id <> b.asset_id
ORDER BY b.row_number

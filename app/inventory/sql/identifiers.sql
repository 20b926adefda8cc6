-- Purpose: the official numbers the rows bring, with the asset that owns each (who has it now, else the first row
--          that brings it) and whether it is new.
-- Parameters: :upload_id.
CREATE TEMP TABLE planned_identifier ON COMMIT DROP AS
SELECT r.row_number, r.asset_id, e.key AS scheme, e.value, i.asset_id IS NULL AS is_new,
       coalesce(i.asset_id, first_value(r.asset_id) OVER (PARTITION BY e.key, e.value ORDER BY r.row_number))
         AS owner_id
FROM upload_row r
CROSS JOIN LATERAL jsonb_each_text(r.identifiers) e
LEFT JOIN asset_identifier i ON i.scheme = e.key AND i.value = e.value
WHERE r.upload_id = :upload_id

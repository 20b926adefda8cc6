-- Purpose: how many rows would add, change or leave alone an asset. A row that only brings an identifier changes it.
-- Parameters: :state.
SELECT count(*) FILTER (WHERE p.is_new) AS added,
       count(*) FILTER (WHERE NOT p.is_new AND (p.is_changed OR i.row_number IS NOT NULL)) AS changed,
       count(*) FILTER (WHERE NOT p.is_new AND NOT p.is_changed AND i.row_number IS NULL) AS unchanged
FROM planned p
LEFT JOIN (SELECT DISTINCT row_number FROM planned_identifier WHERE is_new AND owner_id = asset_id) i USING (row_number)
WHERE p.former_state IS NULL OR p.former_state = :state

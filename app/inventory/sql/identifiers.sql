-- Purpose: every identifier the planned rows bring: the state's own key and numbers of public registers, with the
--          asset that owns it (who has it now, else the first row that brings it) and whether it is new.
-- Parameters: :scheme the identifier scheme of the state's keys.
CREATE TEMP TABLE planned_identifier ON COMMIT DROP AS
WITH brought AS (
  SELECT p.row_number, p.id AS asset_id, :scheme AS scheme, p.source_key AS value FROM planned p
  UNION ALL
  SELECT p.row_number, p.id, e.key, e.value FROM planned p CROSS JOIN LATERAL jsonb_each_text(p.identifiers) e
)
SELECT b.row_number, b.asset_id, b.scheme, b.value, i.asset_id IS NULL AS is_new,
       coalesce(i.asset_id, first_value(b.asset_id) OVER (PARTITION BY b.scheme, b.value ORDER BY b.row_number))
         AS owner_id
FROM brought b LEFT JOIN asset_identifier i ON i.scheme = b.scheme AND i.value = b.value

-- Purpose: every row that an upload wrote, with what it held before: the first word of the audit trail counts, and of
--          several changes of one field the oldest `before`.
-- Parameters: :upload_id.
CREATE TEMP TABLE undo_row ON COMMIT DROP AS
SELECT g.table_name, g.row_id, g.last_id, f.action,
       CASE WHEN g.table_name = 'asset' THEN g.row_id::uuid END AS asset_id,
       CASE WHEN g.table_name = 'asset_identifier' THEN split_part(g.row_id, ' ', 1) END AS scheme,
       CASE WHEN g.table_name = 'asset_identifier' THEN substr(g.row_id, strpos(g.row_id, ' ') + 1) END AS value,
       CASE WHEN g.entries = 1 THEN f.before ELSE (
         SELECT jsonb_object_agg(field.key, field.value ORDER BY e.id DESC)
         FROM audit_entry e CROSS JOIN LATERAL jsonb_each(e.before) field
         WHERE e.table_name = g.table_name AND e.row_id = g.row_id AND e.upload_id = :upload_id) END AS before
FROM (
  SELECT table_name, row_id, min(id) AS first_id, max(id) AS last_id, count(*) AS entries
  FROM audit_entry WHERE upload_id = :upload_id AND table_name IN ('asset', 'asset_identifier')
  GROUP BY table_name, row_id
) g
JOIN audit_entry f ON f.id = g.first_id

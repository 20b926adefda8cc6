-- Purpose: what an applied upload did to assets, from the audit trail: added, changed, or vanished (a change of nothing
--          but the status or the mark of deletion, where the upload was to do that to vanished assets).
-- Parameters: :upload_id; :action; :choice keep, inactive or remove; :after entry number; :most rows.
SELECT e.id, a.id AS asset_id, a.name, a.kind, a.subtype, e.before, e.after,
       (SELECT i.value FROM asset_identifier i WHERE i.asset_id = a.id AND i.scheme LIKE 'state:%'
        ORDER BY i.scheme, i.value LIMIT 1) AS key
FROM audit_entry e
JOIN asset a ON a.id = CAST(e.row_id AS uuid)
CROSS JOIN LATERAL (
  SELECT CASE
    WHEN e.action = 'insert' THEN 'added'
    WHEN :choice = 'inactive' AND e.after - 'upload_id' = '{"status": "inactive"}' THEN 'vanished'
    WHEN :choice = 'remove' AND e.after->>'deleted_at' IS NOT NULL THEN 'vanished'
    ELSE 'changed' END AS action
) did
WHERE e.upload_id = :upload_id AND e.table_name = 'asset' AND e.id > :after AND did.action = :action
  AND e.at = (SELECT applied_at FROM upload WHERE id = :upload_id)  -- undoing writes under the same upload, later
ORDER BY e.id
LIMIT :most

-- Purpose: what keeps an upload from being undone: rows that others changed after it (uploads that were undone
--          themselves do not count), new keys and new children of assets it added. One line an asset, newest reason.
-- Parameters: :upload_id; :most how many to name.
WITH later AS (
  SELECT coalesce(t.asset_id, i.asset_id, (e.before->>'asset_id')::uuid) AS asset_id,
         CASE t.table_name WHEN 'asset' THEN 'changed' ELSE 'key' END AS what, NULL AS other,
         e.actor, e.at, e.upload_id
  FROM undo_row t
  JOIN audit_entry e ON e.table_name = t.table_name AND e.row_id = t.row_id AND e.id > t.last_id
  LEFT JOIN upload u ON u.id = e.upload_id
  LEFT JOIN asset_identifier i ON i.scheme = t.scheme AND i.value = t.value
  WHERE e.upload_id IS DISTINCT FROM :upload_id AND u.status IS DISTINCT FROM 'undone'
),
added AS (SELECT asset_id FROM undo_row WHERE action = 'insert' AND asset_id IS NOT NULL),
keyed AS (
  SELECT i.asset_id, i.scheme, i.value FROM added JOIN asset_identifier i USING (asset_id)
  WHERE NOT EXISTS (SELECT FROM undo_row t WHERE t.scheme = i.scheme AND t.value = i.value)
),
children AS (
  SELECT c.id, c.name, c.parent_id FROM added JOIN asset c ON c.parent_id = added.asset_id
  WHERE NOT EXISTS (SELECT FROM undo_row t
                    WHERE t.asset_id = c.id AND (t.action = 'insert' OR t.before ? 'parent_id'))
),
reasons AS (
  SELECT * FROM later
  UNION ALL
  SELECT k.asset_id, 'key', k.scheme || ' ' || k.value, e.actor, e.at, e.upload_id
  FROM keyed k LEFT JOIN LATERAL (
    SELECT actor, at, upload_id FROM audit_entry
    WHERE table_name = 'asset_identifier' AND row_id = k.scheme || ' ' || k.value ORDER BY id DESC LIMIT 1) e ON true
  UNION ALL
  SELECT c.parent_id, 'child', c.name, e.actor, e.at, e.upload_id
  FROM children c LEFT JOIN LATERAL (
    SELECT actor, at, upload_id FROM audit_entry
    WHERE table_name = 'asset' AND row_id = c.id::text ORDER BY id DESC LIMIT 1) e ON true
  UNION ALL
  SELECT t.asset_id, 'parent-gone', NULL, NULL, NULL, NULL FROM undo_row t
  WHERE t.action = 'update' AND t.before->>'parent_id' IS NOT NULL
    AND NOT EXISTS (SELECT FROM asset a WHERE a.id = (t.before->>'parent_id')::uuid)
),
by_asset AS (SELECT DISTINCT ON (asset_id) * FROM reasons ORDER BY asset_id, at DESC NULLS LAST)
SELECT b.asset_id, a.name, b.what, b.other, b.actor, b.at, b.upload_id, count(*) OVER () AS conflicts
FROM by_asset b LEFT JOIN asset a ON a.id = b.asset_id
ORDER BY a.name, b.asset_id
LIMIT :most

-- Purpose: for every row that names a parent, the assets it may mean: by key first, then by name (institutions
--          before others), among the rows of this upload and the state's assets. Case does not count.
-- Parameters: :upload_id; :state; :scheme the identifier scheme of the state's keys.
CREATE TEMP TABLE parent_found ON COMMIT DROP AS
WITH sent AS (
  SELECT r.row_number, r.source_key, r.asset, coalesce(i.asset_id, (r.asset->>'id')::uuid) AS asset_id
  FROM upload_row r LEFT JOIN asset_identifier i ON i.scheme = :scheme AND i.value = r.source_key
  WHERE r.upload_id = :upload_id
),
wanted AS (
  SELECT row_number, asset_id, asset->>'parent' AS parent, lower(asset->>'parent') AS handle
  FROM sent WHERE asset->>'parent' IS NOT NULL
),
known AS (
  SELECT asset_id, lower(source_key) AS handle, 0 AS rank FROM sent
  UNION SELECT asset_id, lower(asset->>'name'), CASE asset->>'kind' WHEN 'institution' THEN 1 ELSE 2 END FROM sent
  UNION SELECT i.asset_id, lower(i.value), 0
        FROM asset_identifier i JOIN asset a ON a.id = i.asset_id
        WHERE i.scheme = :scheme AND a.deleted_at IS NULL AND EXISTS (SELECT FROM wanted)
  UNION SELECT a.id, lower(a.name), CASE a.kind WHEN 'institution' THEN 1 ELSE 2 END
        FROM asset a WHERE a.state = :state AND a.deleted_at IS NULL AND EXISTS (SELECT FROM wanted)
),
matched AS (
  SELECT w.row_number, k.asset_id, k.rank, min(k.rank) OVER (PARTITION BY w.row_number) AS best
  FROM wanted w JOIN known k ON k.handle = w.handle AND k.asset_id <> w.asset_id
)
SELECT w.row_number, w.parent,
       coalesce((SELECT array_agg(DISTINCT m.asset_id) FROM matched m
                 WHERE m.row_number = w.row_number AND m.rank = m.best), '{}') AS asset_ids
FROM wanted w

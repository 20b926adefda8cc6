-- Purpose: the parent of every row that names one: by key or official number (`ipeds-unitid:187967`) first, then by
--          name (institutions before others), among the rows of this upload and the state's assets. Case does not
--          count. Rows whose parent is not exactly one asset have none; those are given back, and keep its text as
--          the organization's name (unless it is their own).
-- Parameters: :upload_id; :key_scheme the scheme of the file's keys, NULL for each state's own.
WITH wanted AS (
  SELECT row_number, asset_id, state, parent, lower(parent) AS handle, lower(name) AS own_name
  FROM upload_row WHERE upload_id = :upload_id AND parent IS NOT NULL
),
known AS (
  SELECT asset_id, state, lower(source_key) AS handle, 0 AS rank FROM upload_row WHERE upload_id = :upload_id
  UNION SELECT asset_id, state, lower(name), CASE kind WHEN 'institution' THEN 1 ELSE 2 END
        FROM upload_row WHERE upload_id = :upload_id
  UNION SELECT i.asset_id, a.state, lower(i.value), 0
        FROM asset a JOIN asset_identifier i ON i.asset_id = a.id
        WHERE a.state IN (SELECT state FROM wanted) AND a.deleted_at IS NULL
          AND i.scheme = coalesce(CAST(:key_scheme AS text), 'state:' || a.state)
  UNION SELECT i.asset_id, a.state, lower(i.scheme || ':' || i.value), 0
        FROM asset_identifier i JOIN asset a ON a.id = i.asset_id
        WHERE a.state IN (SELECT state FROM wanted) AND a.deleted_at IS NULL AND i.scheme NOT LIKE 'state:%'
          AND EXISTS (SELECT FROM wanted WHERE parent LIKE '%:%')
  UNION SELECT a.id, a.state, lower(a.name), CASE a.kind WHEN 'institution' THEN 1 ELSE 2 END
        FROM asset a WHERE a.state IN (SELECT state FROM wanted) AND a.deleted_at IS NULL
),
matched AS (
  SELECT w.row_number, k.asset_id, k.rank, min(k.rank) OVER (PARTITION BY w.row_number) AS best
  FROM wanted w JOIN known k ON k.state = w.state AND k.handle = w.handle AND k.asset_id <> w.asset_id
),
best AS (
  SELECT row_number, array_agg(DISTINCT asset_id) AS asset_ids FROM matched WHERE rank = best GROUP BY row_number
),
found AS (
  SELECT w.row_number, w.parent, coalesce(cardinality(b.asset_ids), 0) AS found,
         CASE WHEN cardinality(b.asset_ids) = 1 THEN b.asset_ids[1] END AS parent_id,
         CASE WHEN cardinality(b.asset_ids) = 1 OR w.handle = w.own_name THEN NULL ELSE w.parent END AS organization_name
  FROM wanted w LEFT JOIN best b USING (row_number)
),
written AS (
  UPDATE upload_row r SET parent_id = f.parent_id, organization_name = f.organization_name
  FROM found f
  WHERE r.upload_id = :upload_id AND r.row_number = f.row_number
    AND (r.parent_id, r.organization_name) IS DISTINCT FROM (f.parent_id, f.organization_name)
)
SELECT row_number, parent, found FROM found WHERE found <> 1 ORDER BY row_number

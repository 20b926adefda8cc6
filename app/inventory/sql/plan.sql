-- Purpose: what applying an upload would write: for each row the whole asset as it would be, beside what there is.
--          Fields the file does not have keep their values; notes under the file's own headers are replaced.
-- Parameters: :upload_id; :scheme the identifier scheme of the state's keys; :mapped headers that became fields.
CREATE TEMP TABLE planned ON COMMIT DROP AS
WITH sent AS (
  SELECT r.row_number, r.source_key, r.asset, coalesce(i.asset_id, (r.asset->>'id')::uuid) AS asset_id
  FROM upload_row r LEFT JOIN asset_identifier i ON i.scheme = :scheme AND i.value = r.source_key
  WHERE r.upload_id = :upload_id
)
SELECT s.row_number, s.source_key, s.asset->'identifiers' AS identifiers,
       a.state AS former_state, a.id IS NULL AS is_new, n IS DISTINCT FROM a AS is_changed, n.*
FROM sent s
LEFT JOIN asset a ON a.id = s.asset_id
LEFT JOIN parent_found p USING (row_number)
CROSS JOIN LATERAL jsonb_populate_record(a,
  CASE WHEN a.id IS NULL THEN jsonb_build_object(
    'status', 'active', 'visibility', 'public', 'location_precision', 'none', 'reach', 'site',
    'service_area_geoids', '[]'::jsonb, 'stops', '[]'::jsonb, 'disciplines', '[]'::jsonb,
    'career_clusters', '[]'::jsonb, 'career_clusters_2002', '[]'::jsonb, 'cip_codes', '[]'::jsonb,
    'soc_codes', '[]'::jsonb, 'grades', '[]'::jsonb, 'designed_for', '[]'::jsonb, 'restricted_to', '[]'::jsonb,
    'languages', '[]'::jsonb, 'seasons', '[]'::jsonb, 'times_of_day', '[]'::jsonb, 'accessibility', '[]'::jsonb,
    'version', 1, 'created_at', now(), 'updated_at', now()) ELSE '{}'::jsonb END
  || s.asset
  || jsonb_build_object(
    'id', s.asset_id, 'deleted_at', NULL,
    'extra', (coalesce(a.extra, '{}') - CAST(:mapped AS text[])) || (s.asset->'extra'))
  || CASE WHEN s.asset ? 'parent' THEN jsonb_build_object(
       'parent_id', CASE WHEN cardinality(p.asset_ids) = 1 THEN p.asset_ids[1] END) ELSE '{}'::jsonb END
) n

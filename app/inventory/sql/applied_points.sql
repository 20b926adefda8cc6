-- Purpose: the assets that an applied upload wrote last and that have a place.
-- Parameters: :upload_id; :most rows.
SELECT 0 AS row_number, a.name, ST_X(a.geom) AS lon, ST_Y(a.geom) AS lat, a.location_precision AS precision,
       CASE WHEN e.action = 'insert' THEN 'added' ELSE 'changed' END AS action, NULL AS worst
FROM asset a
JOIN audit_entry e ON e.upload_id = a.upload_id AND e.table_name = 'asset' AND e.row_id = a.id::text
WHERE a.upload_id = :upload_id AND a.geom IS NOT NULL AND a.deleted_at IS NULL
ORDER BY a.name, a.id
LIMIT :most

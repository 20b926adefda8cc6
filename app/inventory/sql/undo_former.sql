-- Purpose: the assets that the upload changed, whole, as they were before it.
CREATE TEMP TABLE former ON COMMIT DROP AS
SELECT n.* FROM undo_row t
JOIN asset a ON a.id = t.asset_id
CROSS JOIN LATERAL jsonb_populate_record(a, t.before) n
WHERE t.action = 'update'

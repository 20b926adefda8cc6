-- Purpose: rows whose asset was decided to be part of another one are about that other one, if it is there or in the
--          file. What was moved is noted; a chain of decisions takes several rounds.
-- Parameters: :upload_id.
WITH decided AS (
  SELECT into_id, CASE WHEN into_id = low_id THEN high_id ELSE low_id END AS away_id
  FROM duplicate_decision WHERE decision = 'merge'
),
moved AS (
  UPDATE upload_row r SET asset_id = d.into_id
  FROM decided d
  WHERE r.upload_id = :upload_id AND r.asset_id = d.away_id
    AND (EXISTS (SELECT FROM asset a WHERE a.id = d.into_id AND a.state = r.state AND a.deleted_at IS NULL)
         OR d.into_id IN (SELECT o.asset_id FROM upload_row o WHERE o.upload_id = :upload_id AND o.state = r.state))
  RETURNING r.row_number, r.state, r.source_key, d.away_id, d.into_id
)
INSERT INTO upload_merge (upload_id, row_number, state, source_key, away_id, into_id)
SELECT :upload_id, row_number, state, source_key, away_id, into_id FROM moved
ON CONFLICT (upload_id, row_number) DO UPDATE SET into_id = excluded.into_id

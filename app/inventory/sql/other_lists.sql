-- other_lists: in which other lists the assets of an upload's rows are so far.
-- Parameters: :upload_id  the upload; :source_name  its own list
SELECT a.source_name, count(*) AS assets
FROM upload_row r
JOIN asset a ON a.id = r.asset_id
WHERE r.upload_id = :upload_id AND a.source_name <> :source_name
GROUP BY a.source_name
ORDER BY assets DESC, a.source_name

-- Purpose: official numbers of assets that a source did not write last: a state's own, or changed by a state since.
-- Parameters: :scheme the source's identifier scheme; :source_name.
SELECT i.value
FROM asset_identifier i
JOIN asset a ON a.id = i.asset_id
LEFT JOIN upload u ON u.id = a.upload_id
WHERE i.scheme = :scheme AND (u.id IS NULL OR u.state IS NOT NULL OR u.source_name <> :source_name)

-- Purpose: put back the identifiers that the upload took away or gave to another asset.
INSERT INTO asset_identifier (scheme, value, asset_id)
SELECT scheme, value, (before->>'asset_id')::uuid FROM undo_row WHERE scheme IS NOT NULL AND action <> 'insert'

-- Purpose: official numbers that the file's columns do not give any more are taken from their assets.
DELETE FROM asset_identifier i USING dropped_identifier d
WHERE i.scheme = d.scheme AND i.value = d.value AND i.asset_id = d.asset_id

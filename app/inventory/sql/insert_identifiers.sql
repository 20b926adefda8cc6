-- Purpose: new official numbers, each for the asset that owns it.
INSERT INTO asset_identifier (asset_id, scheme, value)
SELECT asset_id, scheme, value FROM planned_identifier WHERE is_new AND owner_id = asset_id

-- Purpose: delete the assets that the upload added.
DELETE FROM asset a USING undo_row t WHERE t.asset_id = a.id AND t.action = 'insert'

-- Purpose: take away the identifiers that the upload brought, and those it replaced (they come back from `before`).
DELETE FROM asset_identifier i USING undo_row t WHERE t.scheme = i.scheme AND t.value = i.value

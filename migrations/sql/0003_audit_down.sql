-- Back to one audit function for changes of all tables.
DROP TRIGGER asset_audit_update ON asset;
CREATE TRIGGER asset_audit_update AFTER UPDATE ON asset
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION audit_update();
DROP FUNCTION audit_asset_update();

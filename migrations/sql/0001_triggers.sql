-- Triggers of the first schema (functions: 0001_functions.sql).

CREATE TRIGGER asset_touch BEFORE UPDATE ON asset
  FOR EACH ROW EXECUTE FUNCTION touch_asset();

CREATE TRIGGER asset_audit_insert AFTER INSERT ON asset
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION audit_insert();
CREATE TRIGGER asset_audit_update AFTER UPDATE ON asset
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION audit_update();
CREATE TRIGGER asset_audit_delete AFTER DELETE ON asset
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION audit_delete();

CREATE TRIGGER asset_identifier_audit_insert AFTER INSERT ON asset_identifier
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION audit_insert();
CREATE TRIGGER asset_identifier_audit_update AFTER UPDATE ON asset_identifier
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION audit_update();
CREATE TRIGGER asset_identifier_audit_delete AFTER DELETE ON asset_identifier
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION audit_delete();

CREATE TRIGGER api_key_audit_insert AFTER INSERT ON api_key
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION audit_insert();
CREATE TRIGGER api_key_audit_update AFTER UPDATE ON api_key
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION audit_update();
CREATE TRIGGER api_key_audit_delete AFTER DELETE ON api_key
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION audit_delete();

CREATE TRIGGER area_changed AFTER INSERT OR UPDATE OR DELETE ON area
  FOR EACH STATEMENT EXECUTE FUNCTION areas_changed();
CREATE TRIGGER area_population_changed AFTER INSERT OR UPDATE OR DELETE ON area_population
  FOR EACH STATEMENT EXECUTE FUNCTION areas_changed();

CREATE TRIGGER area_share_changed AFTER INSERT OR UPDATE OR DELETE ON area_share
  FOR EACH STATEMENT EXECUTE FUNCTION areas_changed();

CREATE TRIGGER audit_entry_kept BEFORE UPDATE OR DELETE ON audit_entry
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_entry_kept_whole BEFORE TRUNCATE ON audit_entry
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

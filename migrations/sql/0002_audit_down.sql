-- Back to one audit function for all tables.
DROP TRIGGER asset_audit_insert ON asset;
CREATE TRIGGER asset_audit_insert AFTER INSERT ON asset
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION audit_insert();
DROP TRIGGER asset_identifier_audit_insert ON asset_identifier;
CREATE TRIGGER asset_identifier_audit_insert AFTER INSERT ON asset_identifier
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION audit_insert();
DROP FUNCTION audit_asset_insert();
DROP FUNCTION audit_identifier_insert();

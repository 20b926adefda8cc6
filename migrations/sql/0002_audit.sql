-- Audit of the second schema: every table names its rows itself, so that no row is turned into JSON for its key.
-- An insert records only that the row came: the row itself, and the `before` of every later change, say what it held.

CREATE FUNCTION audit_asset_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO audit_entry (actor, upload_id, table_name, row_id, action)
  SELECT w.actor, w.upload, 'asset', n.id::text, 'insert'
  FROM (SELECT current_actor() AS actor, current_upload() AS upload OFFSET 0) w CROSS JOIN new_rows n;
  IF FOUND THEN PERFORM bump_data_version(); END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION audit_identifier_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO audit_entry (actor, upload_id, table_name, row_id, action)
  SELECT w.actor, w.upload, 'asset_identifier', n.scheme || ' ' || n.value, 'insert'
  FROM (SELECT current_actor() AS actor, current_upload() AS upload OFFSET 0) w CROSS JOIN new_rows n;
  IF FOUND THEN PERFORM bump_data_version(); END IF;
  RETURN NULL;
END $$;

DROP TRIGGER asset_audit_insert ON asset;
CREATE TRIGGER asset_audit_insert AFTER INSERT ON asset
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION audit_asset_insert();
DROP TRIGGER asset_identifier_audit_insert ON asset_identifier;
CREATE TRIGGER asset_identifier_audit_insert AFTER INSERT ON asset_identifier
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION audit_identifier_insert();

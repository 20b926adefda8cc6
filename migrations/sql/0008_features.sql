-- Features as they are sent: kept beside each public asset, written by the statement that writes the asset.

-- Kept as plain text within the row: reading a page is then one pass over these bytes.
ALTER TABLE asset_feature ALTER COLUMN head SET STORAGE EXTERNAL;
ALTER TABLE asset_feature SET (toast_tuple_target = 8160);

-- keep_features(): after assets were written, their features are those of now. Times are told in UTC.
CREATE FUNCTION keep_features() RETURNS trigger LANGUAGE plpgsql SET timezone TO 'UTC' AS $$
BEGIN
  INSERT INTO asset_feature (asset_id, verified_at, head)
  SELECT f.asset_id, f.verified_at, f.head FROM public_feature f WHERE f.asset_id IN (SELECT n.id FROM new_rows n)
  ON CONFLICT (asset_id) DO UPDATE SET verified_at = excluded.verified_at, head = excluded.head;
  IF TG_OP = 'UPDATE' THEN
    DELETE FROM asset_feature f USING new_rows n
    WHERE f.asset_id = n.id AND (n.visibility <> 'public' OR n.deleted_at IS NOT NULL);
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION drop_features() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    TRUNCATE asset_feature;
  ELSE
    DELETE FROM asset_feature f USING old_rows o WHERE f.asset_id = o.id;
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER asset_feature_insert AFTER INSERT ON asset
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION keep_features();
CREATE TRIGGER asset_feature_update AFTER UPDATE ON asset
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION keep_features();
CREATE TRIGGER asset_feature_delete AFTER DELETE ON asset
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION drop_features();
CREATE TRIGGER asset_feature_truncate AFTER TRUNCATE ON asset
  FOR EACH STATEMENT EXECUTE FUNCTION drop_features();

SET LOCAL timezone TO 'UTC';
INSERT INTO asset_feature (asset_id, verified_at, head) SELECT asset_id, verified_at, head FROM public_feature;

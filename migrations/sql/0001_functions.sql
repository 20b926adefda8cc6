-- Functions of the first schema: words of slugs, touch, audit and the data version.
-- They belong to the schema, so a later change is a new file and a new migration, never an edit of this one.

-- slug_words(array): slugs as words for full-text search ('health-science' -> 'health science'). Immutable, so
-- that a generated column may use it.
CREATE FUNCTION slug_words(slugs text[]) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT coalesce(translate(array_to_string(slugs, ' '), '-_', '  '), '') $$;

-- touch_asset(): an update that changes something makes the next version of the row. The generated column is not
-- computed yet when this runs, so it is left out of the comparison.
CREATE FUNCTION touch_asset() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.search := OLD.search;
  IF NEW IS DISTINCT FROM OLD THEN
    NEW.version := OLD.version + 1;
    NEW.updated_at := now();
  END IF;
  RETURN NEW;
END $$;

-- current_actor(): who writes, as the session says; the database role where it says nothing.
CREATE FUNCTION current_actor() RETURNS text LANGUAGE sql STABLE
AS $$ SELECT coalesce(nullif(current_setting('stemmap.actor', true), ''), 'database:' || current_user) $$;

-- current_upload(): the upload this transaction applies, if any.
CREATE FUNCTION current_upload() RETURNS uuid LANGUAGE sql STABLE
AS $$ SELECT nullif(current_setting('stemmap.upload', true), '')::uuid $$;

-- bump_data_version(): one more for this transaction, however many statements it has.
CREATE FUNCTION bump_data_version() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('stemmap.bumped', true) IS DISTINCT FROM pg_current_xact_id()::text THEN
    UPDATE data_version SET version = version + 1, changed_at = now();
    PERFORM set_config('stemmap.bumped', pg_current_xact_id()::text, true);
  END IF;
END $$;

-- row_key(row): what the audit calls a row: its id, or scheme and value of an identifier.
CREATE FUNCTION row_key(fields jsonb) RETURNS text LANGUAGE sql IMMUTABLE
AS $$ SELECT coalesce(fields->>'id', (fields->>'scheme') || ' ' || (fields->>'value')) $$;

-- changed_fields(a, b): the fields of a whose value is another one in b, less those that say nothing.
CREATE FUNCTION changed_fields(a jsonb, b jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT jsonb_object_agg(key, value) FROM jsonb_each(a)
  WHERE value IS DISTINCT FROM b->key
    AND key NOT IN ('search', 'version', 'updated_at', 'digest', 'last_used_on')
$$;

-- audit_*(): one trigger call a statement, from its transition tables. An insert records only that the row came:
-- the row itself, and the `before` of every later change, say what it held.
CREATE FUNCTION audit_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO audit_entry (actor, upload_id, table_name, row_id, action)
  SELECT current_actor(), current_upload(), TG_TABLE_NAME, row_key(to_jsonb(n)), 'insert' FROM new_rows n;
  IF FOUND AND TG_TABLE_NAME <> 'api_key' THEN PERFORM bump_data_version(); END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION audit_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO audit_entry (actor, upload_id, table_name, row_id, action, before, after)
  SELECT current_actor(), current_upload(), TG_TABLE_NAME, o.key, 'update',
         changed_fields(o.row, n.row), changed_fields(n.row, o.row)
  FROM (SELECT row_key(to_jsonb(r)) AS key, to_jsonb(r) AS row FROM old_rows r) o
  JOIN (SELECT row_key(to_jsonb(r)) AS key, to_jsonb(r) AS row FROM new_rows r) n USING (key)
  WHERE changed_fields(n.row, o.row) IS NOT NULL;
  IF FOUND AND TG_TABLE_NAME <> 'api_key' THEN PERFORM bump_data_version(); END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION audit_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO audit_entry (actor, upload_id, table_name, row_id, action, before)
  SELECT current_actor(), current_upload(), TG_TABLE_NAME, row_key(to_jsonb(o)), 'delete',
         to_jsonb(o) - 'search' - 'digest'
  FROM old_rows o;
  IF FOUND AND TG_TABLE_NAME <> 'api_key' THEN PERFORM bump_data_version(); END IF;
  RETURN NULL;
END $$;

-- areas_changed(): reference geography has no audit (it can be loaded again), but answers made from it change.
CREATE FUNCTION areas_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM bump_data_version();
  RETURN NULL;
END $$;

-- refuse_change(): history is only ever added to.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit trail cannot be changed' USING ERRCODE = 'insufficient_privilege';
END $$;

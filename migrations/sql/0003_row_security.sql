-- The second lock on writes: a session that says which states it writes for cannot write another state's rows.
-- Reading is open to all by `USING (true)`, which the planner drops: reads keep their plans and spatial indexes.

-- writable_states(): the states this transaction may write; NULL means all (an operator, a national file).
CREATE FUNCTION writable_states() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT string_to_array(nullif(current_setting('stemmap.states', true), ''), ',') $$;

-- prepare_writer_role(): the role that writes for who is above row security (superusers, BYPASSRLS). Where the user
-- may not make roles it is not needed: such a user is not above row security either. Also run after a restore.
CREATE FUNCTION prepare_writer_role() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF to_regrole('stemmap_writer') IS NULL THEN
    BEGIN
      CREATE ROLE stemmap_writer NOLOGIN NOINHERIT;
      EXECUTE format('GRANT stemmap_writer TO %I', current_user);
    EXCEPTION WHEN duplicate_object OR unique_violation THEN
      NULL;  -- made for another database of this server in the same moment
    END;
  END IF;
  GRANT USAGE ON SCHEMA public TO stemmap_writer;
  EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO stemmap_writer', current_database());
  GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO stemmap_writer;
  ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO stemmap_writer;
EXCEPTION WHEN insufficient_privilege THEN
  RAISE NOTICE 'no role stemmap_writer: row security must hold for % itself', current_user;
END $$;

-- limit_writes(states): until the end of the transaction only rows of these states can be written. A user above row
-- security goes on as stemmap_writer, which is not.
CREATE FUNCTION limit_writes(states text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('stemmap.states', coalesce(nullif(array_to_string(states, ','), ''), '-'), true);
  IF NOT row_security_active('asset') THEN
    IF to_regrole('stemmap_writer') IS NULL OR NOT has_table_privilege('stemmap_writer', 'asset', 'UPDATE') THEN
      PERFORM prepare_writer_role();
    END IF;
    IF to_regrole('stemmap_writer') IS NOT NULL AND pg_has_role('stemmap_writer', 'MEMBER') THEN
      PERFORM set_config('role', 'stemmap_writer', true);
    END IF;
  END IF;
END $$;

SELECT prepare_writer_role();

-- The states are asked for once a statement (a subquery), not once a row.
CREATE POLICY asset_read ON asset FOR SELECT USING (true);
CREATE POLICY asset_insert ON asset FOR INSERT
  WITH CHECK ((SELECT writable_states() IS NULL) OR state = ANY ((SELECT writable_states())::text[]));
CREATE POLICY asset_update ON asset FOR UPDATE
  USING ((SELECT writable_states() IS NULL) OR state = ANY ((SELECT writable_states())::text[]))
  WITH CHECK ((SELECT writable_states() IS NULL) OR state = ANY ((SELECT writable_states())::text[]));
CREATE POLICY asset_delete ON asset FOR DELETE
  USING ((SELECT writable_states() IS NULL) OR state = ANY ((SELECT writable_states())::text[]));
ALTER TABLE asset ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

-- An identifier belongs to the state of its asset; a state's own keys to that state as well.
CREATE POLICY asset_identifier_read ON asset_identifier FOR SELECT USING (true);
CREATE POLICY asset_identifier_insert ON asset_identifier FOR INSERT
  WITH CHECK ((SELECT writable_states() IS NULL) OR (
    (scheme NOT LIKE 'state:%' OR substr(scheme, 7) = ANY ((SELECT writable_states())::text[]))
    AND EXISTS (SELECT FROM asset a WHERE a.id = asset_id AND a.state = ANY ((SELECT writable_states())::text[]))));
CREATE POLICY asset_identifier_update ON asset_identifier FOR UPDATE
  USING ((SELECT writable_states() IS NULL) OR (
    (scheme NOT LIKE 'state:%' OR substr(scheme, 7) = ANY ((SELECT writable_states())::text[]))
    AND EXISTS (SELECT FROM asset a WHERE a.id = asset_id AND a.state = ANY ((SELECT writable_states())::text[]))))
  WITH CHECK ((SELECT writable_states() IS NULL) OR (
    (scheme NOT LIKE 'state:%' OR substr(scheme, 7) = ANY ((SELECT writable_states())::text[]))
    AND EXISTS (SELECT FROM asset a WHERE a.id = asset_id AND a.state = ANY ((SELECT writable_states())::text[]))));
CREATE POLICY asset_identifier_delete ON asset_identifier FOR DELETE
  USING ((SELECT writable_states() IS NULL) OR (
    (scheme NOT LIKE 'state:%' OR substr(scheme, 7) = ANY ((SELECT writable_states())::text[]))
    AND EXISTS (SELECT FROM asset a WHERE a.id = asset_id AND a.state = ANY ((SELECT writable_states())::text[]))));
ALTER TABLE asset_identifier ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

-- Reports by the public: anybody may put one in, and only one that waits; to decide on it takes a session that writes
-- for its state, as for the assets (0003_row_security.sql).
CREATE POLICY submission_read ON submission FOR SELECT USING (true);
CREATE POLICY submission_insert ON submission FOR INSERT
  WITH CHECK ((SELECT writable_states() IS NULL) OR status = 'waiting');
CREATE POLICY submission_update ON submission FOR UPDATE
  USING ((SELECT writable_states() IS NULL) OR state = ANY ((SELECT writable_states())::text[]))
  WITH CHECK ((SELECT writable_states() IS NULL) OR state = ANY ((SELECT writable_states())::text[]));
CREATE POLICY submission_delete ON submission FOR DELETE
  USING ((SELECT writable_states() IS NULL) OR state = ANY ((SELECT writable_states())::text[]));
ALTER TABLE submission ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

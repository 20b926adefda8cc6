-- A run that is over stays as it is, and one that a key started stays: others may have cited it.
CREATE FUNCTION keep_coverage_run() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    RAISE EXCEPTION 'runs are kept' USING ERRCODE = 'restrict_violation', CONSTRAINT = 'coverage_run_kept';
  END IF;
  IF TG_OP = 'DELETE' THEN
    IF OLD.created_by IS NOT NULL THEN
      RAISE EXCEPTION 'coverage_run %: a run that a key started is kept', OLD.id
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'coverage_run_kept';
    END IF;
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'coverage_run %: a run that is over never changes', OLD.id
    USING ERRCODE = 'restrict_violation', CONSTRAINT = 'coverage_run_kept';
END
$$;

CREATE TRIGGER coverage_run_over BEFORE UPDATE ON coverage_run
  FOR EACH ROW WHEN (OLD.status IN ('done', 'failed', 'cancelled')) EXECUTE FUNCTION keep_coverage_run();
CREATE TRIGGER coverage_run_kept BEFORE DELETE ON coverage_run
  FOR EACH ROW EXECUTE FUNCTION keep_coverage_run();
CREATE TRIGGER coverage_run_kept_whole BEFORE TRUNCATE ON coverage_run
  FOR EACH STATEMENT EXECUTE FUNCTION keep_coverage_run();

-- Inputs are compressed already.
ALTER TABLE coverage_run ALTER COLUMN inputs SET STORAGE EXTERNAL;

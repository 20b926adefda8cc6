-- Rows under the old code of a renamed county take its new one, where only that is loaded.
-- old, new  text[]  codes, pair by pair
WITH renamed AS (
  SELECT old.code AS old_code, new.code AS new_code
  FROM unnest(CAST(:old AS text[])) WITH ORDINALITY old(code, at)
  JOIN unnest(CAST(:new AS text[])) WITH ORDINALITY new(code, at) USING (at)
  WHERE NOT EXISTS (SELECT FROM area WHERE kind = 'county' AND geoid = old.code)
    AND EXISTS (SELECT FROM area WHERE kind = 'county' AND geoid = new.code)
), figures AS (
  UPDATE official_figure SET geoid = new_code FROM renamed WHERE kind = 'county' AND geoid = old_code
), facts AS (
  UPDATE official_fact SET geoid = new_code FROM renamed WHERE kind = 'county' AND geoid = old_code
)
UPDATE official_row SET geoid = new_code FROM renamed WHERE kind = 'county' AND geoid = old_code

-- How many ZIP codes the states have, with those of post office boxes and single buildings.
-- states  text[] or NULL   NULL: all, also those of no state
SELECT count(*) FROM area
WHERE kind = 'zip' AND (CAST(:states AS text[]) IS NULL OR state = ANY (CAST(:states AS text[])))

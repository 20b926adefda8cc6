-- Facts of the file, as the facts of its edition; those that are there already stay untouched.
-- source, vintage  text  the edition
INSERT INTO area_fact (area_id, fact, value, moe, low, high, source, vintage)
SELECT DISTINCT ON (m.area_id, f.fact) m.area_id, f.fact, f.value, f.moe, f.low, f.high, :source, :vintage
FROM official_fact f
JOIN official_match m USING (kind, geoid)
WHERE m.reason IS NULL
ORDER BY m.area_id, f.fact
ON CONFLICT (area_id, fact, source, vintage) DO UPDATE SET
  value = EXCLUDED.value, moe = EXCLUDED.moe, low = EXCLUDED.low, high = EXCLUDED.high
WHERE (area_fact.value, area_fact.moe, area_fact.low, area_fact.high)
  IS DISTINCT FROM (EXCLUDED.value, EXCLUDED.moe, EXCLUDED.low, EXCLUDED.high)

-- How many ZIP codes of the states have no figure in the set: post office boxes, single buildings, territories.
-- states                     text[] or NULL   NULL: all states
-- "group", source, vintage   text             the set of figures
SELECT count(*)
FROM area a
WHERE a.kind = 'zip'
  AND (CAST(:states AS text[]) IS NULL OR a.state = ANY (CAST(:states AS text[])))
  AND (a.state IS NULL OR NOT EXISTS (
    SELECT FROM population p
    WHERE p.area_id = a.id AND p."group" = :group AND p.source = :source AND p.vintage = :vintage
  ))

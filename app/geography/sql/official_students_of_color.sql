-- Students of color: people aged 5 to 17 less the white non-Hispanic ones (two tables of one edition), for the areas of
-- the file.
-- source, vintage  text  the edition
INSERT INTO official_figure (kind, geoid, "group", people, moe)
SELECT m.kind, m.geoid, 'students-of-color', everybody.people - white.people,
       sqrt(everybody.moe * everybody.moe + white.moe * white.moe)
FROM official_match m
JOIN area_population everybody
  ON everybody.area_id = m.area_id AND everybody."group" = 'age-5-17' AND everybody.source = :source
  AND everybody.vintage = :vintage
JOIN area_population white
  ON white.area_id = m.area_id AND white."group" = 'white-non-hispanic-5-17' AND white.source = :source
  AND white.vintage = :vintage
WHERE m.reason IS NULL AND everybody.people >= white.people

-- Figures of the file, as the figures of its edition; those that are there already stay untouched.
-- source, vintage  text  the edition
-- method           text  how its figures came about
-- year             int   the geography of its figures
INSERT INTO area_population (area_id, "group", people, moe, method, source, vintage, geography_year)
SELECT DISTINCT ON (m.area_id, f."group") m.area_id, f."group", f.people, f.moe, :method, :source, :vintage, :year
FROM official_figure f
JOIN official_match m USING (kind, geoid)
WHERE m.reason IS NULL
ORDER BY m.area_id, f."group"
ON CONFLICT (area_id, "group", source, vintage) DO UPDATE SET
  people = EXCLUDED.people, moe = EXCLUDED.moe, method = EXCLUDED.method, geography_year = EXCLUDED.geography_year
WHERE (area_population.people, area_population.moe, area_population.method, area_population.geography_year)
  IS DISTINCT FROM (EXCLUDED.people, EXCLUDED.moe, EXCLUDED.method, EXCLUDED.geography_year)

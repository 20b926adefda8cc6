-- Figures as the files have them, from incoming_figure; a vintage that is a year is also the year of their geography.
INSERT INTO area_population (area_id, "group", people, method, source, vintage, geography_year)
SELECT a.id, f."group", f.people, f.method, f.source, f.vintage,
       CASE WHEN f.vintage ~ '^(19|20)[0-9]{2}$' THEN CAST(f.vintage AS smallint) END
FROM incoming_figure f JOIN area a USING (kind, geoid)

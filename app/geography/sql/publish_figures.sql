-- Figures as the files have them, from incoming_figure.
INSERT INTO area_population (area_id, "group", people, method, source, vintage)
SELECT a.id, f."group", f.people, f.method, f.source, f.vintage
FROM incoming_figure f JOIN area a USING (kind, geoid)

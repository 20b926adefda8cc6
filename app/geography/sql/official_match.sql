-- Which area each row is of, or why it is of none. Tracts and block groups are drawn anew every ten years under the
-- same codes, so that their figures fit only areas of the same ten years; `outgrown` counties kept their code with
-- another territory.
-- year      int     the geography of the figures
-- outgrown  text[]  county codes that mean something else in that year than in the vintage of the area
INSERT INTO official_match
SELECT r.kind, r.geoid, min(r.name), a.id,
       CASE WHEN a.id IS NULL THEN 'no-area'
            WHEN r.kind IN ('tract', 'block-group')
              AND CAST(substring(a.vintage FROM '[0-9]{4}') AS int) / 10 <> CAST(:year AS int) / 10 THEN 'other-decade'
            WHEN r.kind = 'county' AND r.geoid = ANY (CAST(:outgrown AS text[])) THEN 'outgrown' END,
       a.vintage
FROM official_row r
LEFT JOIN area a USING (kind, geoid)
GROUP BY r.kind, r.geoid, a.id

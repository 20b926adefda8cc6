-- population: every figure there is of an area, given or modelled. Modelled ones are computed when asked for: the
-- people of a ZIP area times the share of the group in its county.
CREATE VIEW population AS
SELECT area_id, "group", people, moe, method, source, vintage
FROM area_population
UNION ALL
SELECT zip.id, s."group", total.people * s.share, NULL, 'modelled', s.source, s.vintage
FROM area_share s
JOIN area county ON county.id = s.area_id
JOIN area zip ON zip.kind = 'zip' AND zip.county_geoid = county.geoid
JOIN area_population total ON total.area_id = zip.id AND total."group" = 'total' AND total.source = s.base_source;

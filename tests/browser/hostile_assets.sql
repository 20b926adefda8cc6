-- Assets whose every text is hostile, alone in the west of New Mexico, so that they are the nearest there.
-- Parameter: texts (text[]).
INSERT INTO asset (kind, subtype, name, alternate_name, description, url, email, phone, state, geom, location_precision,
                   address, city, postal_code, county_geoid, schedule, source_name, disciplines)
SELECT 'institution', 'museum', given, given, given, 'https://example.org/' || given, given, given, 'NM',
       ST_SetSRID(ST_MakePoint(-108.5 + 0.08 * place, 33.9), 4326), 'exact',
       given, given, '87830', '35003', given, given, ARRAY['physics']
FROM unnest(CAST(:texts AS text[])) WITH ORDINALITY AS hostile (given, place)
RETURNING id

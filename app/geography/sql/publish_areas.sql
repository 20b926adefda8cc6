-- Areas from incoming_area: new ones are added, known ones (by kind and geoid) take the new values.
INSERT INTO area (kind, geoid, name, alternate_names, state, county_geoid, point, geom, land_area_m2,
                  median_household_income, source, vintage)
SELECT kind, geoid, name, alternate_names, state, county_geoid, ST_SetSRID(ST_MakePoint(lon, lat), 4326),
       ST_GeomFromWKB(boundary, 4326), land_area_m2, median_household_income, source, vintage
FROM incoming_area
ON CONFLICT (kind, geoid) DO UPDATE SET
  name = EXCLUDED.name, alternate_names = EXCLUDED.alternate_names, state = EXCLUDED.state,
  county_geoid = EXCLUDED.county_geoid, point = EXCLUDED.point, geom = EXCLUDED.geom,
  land_area_m2 = EXCLUDED.land_area_m2, median_household_income = EXCLUDED.median_household_income,
  source = EXCLUDED.source, vintage = EXCLUDED.vintage

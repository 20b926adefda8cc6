-- A small made-up world on both sides of the Colorado / New Mexico line (37 degrees north), all on one meridian.
-- Asset A lies in Colorado, 0.15 degrees north of the people of 87901 in New Mexico: within 25 miles across the line.
-- Asset B lies 0.5 degrees (55 km) south of the people of 87902: beyond 25 miles.
TRUNCATE area, area_population, asset, asset_identifier CASCADE;
DELETE FROM data_source;
INSERT INTO data_source (slug, title, publisher, vintage, licence) VALUES
  ('t-census', 'Counted people', 'Test Census', '2010', 'Public domain'),
  ('t-shares', 'County shares', 'Test Health', '2008', 'Public domain'),
  ('t-lines', 'Boundaries', 'Test Lines', '2017', 'Public domain');
INSERT INTO area (kind, geoid, name, state, county_geoid, point, geom, vintage, source) VALUES
  ('county', '08901', 'Birch County', 'CO', '08901', ST_SetSRID(ST_MakePoint(-106, 37.5), 4326),
   ST_Multi(ST_MakeEnvelope(-107, 37, -105, 38, 4326)), '2017', 't-lines'),
  ('county', '35901', 'Alder County', 'NM', '35901', ST_SetSRID(ST_MakePoint(-106, 36.5), 4326),
   ST_Multi(ST_MakeEnvelope(-107, 35, -105, 37, 4326)), '2017', 't-lines'),
  ('county', '35902', 'Cedar County', 'NM', '35902', ST_SetSRID(ST_MakePoint(-104, 36), 4326),
   ST_Multi(ST_MakeEnvelope(-105, 35, -103, 37, 4326)), '2017', 't-lines');
INSERT INTO area (kind, geoid, name, state, county_geoid, point, vintage, source) VALUES
  ('zip', '87901', 'Lineville', 'NM', '35901', ST_SetSRID(ST_MakePoint(-106, 36.9), 4326), '2010', 't-census'),
  ('zip', '87902', 'Farfield', 'NM', '35901', ST_SetSRID(ST_MakePoint(-106, 36.0), 4326), '2010', 't-census'),
  ('zip', '87999', 'Boxes', 'NM', '35902', ST_SetSRID(ST_MakePoint(-104, 36.0), 4326), '2010', 't-census'),
  ('zip', '81901', 'Birchtown', 'CO', '08901', ST_SetSRID(ST_MakePoint(-106, 37.2), 4326), '2010', 't-census'),
  ('zip', '81902', 'Nowhere', 'CO', NULL, ST_SetSRID(ST_MakePoint(-106, 39.0), 4326), '2010', 't-census');
INSERT INTO area_population (area_id, "group", source, vintage, people, method)
SELECT id, 'total', 't-census', '2010', people, 'counted'
FROM area JOIN (VALUES ('87901', 1000), ('87902', 3000), ('81901', 500), ('81902', 0)) f(zip, people)
  ON kind = 'zip' AND geoid = f.zip;
INSERT INTO area_population (area_id, "group", source, vintage, people, method)
SELECT id, 'hispanic', 't-shares', '2008', people, 'modelled'
FROM area JOIN (VALUES ('87901', 250.25), ('87902', 750.75), ('81901', 50.5), ('81902', 0)) f(zip, people)
  ON kind = 'zip' AND geoid = f.zip;
INSERT INTO asset (id, kind, subtype, name, state, geom, location_precision, reach, disciplines, source_name) VALUES
  ('00000000-0000-4000-8000-00000000000a', 'institution', 'science-center', 'Asset A', 'CO',
   ST_SetSRID(ST_MakePoint(-106, 37.05), 4326), 'exact', 'site', '{physics}', 'Test list'),
  ('00000000-0000-4000-8000-00000000000b', 'program', 'camp', 'Asset B', 'NM',
   ST_SetSRID(ST_MakePoint(-106, 35.5), 4326), 'city', 'site', '{engineering}', 'Test list'),
  ('00000000-0000-4000-8000-00000000000c', 'program', 'online', 'Online C', 'NM',
   NULL, 'none', 'virtual', '{engineering}', 'Test list'),
  ('00000000-0000-4000-8000-00000000000d', 'institution', 'state-agency', 'Statewide D', 'NM',
   ST_SetSRID(ST_MakePoint(-106, 36.0), 4326), 'city', 'statewide', '{engineering}', NULL),
  ('00000000-0000-4000-8000-00000000000e', 'program', 'club', 'Placeless E', 'NM',
   NULL, 'none', 'site', '{engineering}', NULL);

-- Where areas of one official file wait inside its transaction.
CREATE TEMPORARY TABLE official_area (
  at int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, kind text, geoid text, name text, state text, county_geoid text,
  lon float8, lat float8, boundary bytea, land_area_m2 float8
) ON COMMIT DROP;
CREATE INDEX ON official_area (kind, geoid)

-- Where reference geography waits inside its transaction: areas and figures as the files have them.
CREATE TEMPORARY TABLE incoming_area (
  kind text, geoid text, name text, alternate_names text[], state text, county_geoid text, lon float8, lat float8,
  boundary bytea, land_area_m2 float8, median_household_income int, source text, vintage text
) ON COMMIT DROP;
CREATE TEMPORARY TABLE incoming_figure (
  kind text, geoid text, "group" text, people float8, method text, source text, vintage text
) ON COMMIT DROP;
CREATE TEMPORARY TABLE incoming_share (
  county_geoid text, "group" text, share float8, source text, vintage text
) ON COMMIT DROP

-- Towns of the state under their folded names. Gone at the end of the transaction.
CREATE TEMP TABLE town (
  folded text PRIMARY KEY,
  lon double precision NOT NULL,
  lat double precision NOT NULL,
  county_geoid text
) ON COMMIT DROP

-- Areas of the file: new ones are added; known ones take the boundary of a newer edition, but keep their name, and
-- their point (people's centre) while that lies inside. Of a file of centers only the points are taken.
-- year     int      of this edition
-- vintage  text     of this edition
-- source   text     of this edition
-- centers  boolean  the file has points and no boundaries
WITH shaped AS (
  SELECT kind, geoid, name, state, county_geoid, land_area_m2, ST_SetSRID(ST_MakePoint(lon, lat), 4326) AS given,
         CASE WHEN ST_IsValid(ST_GeomFromWKB(boundary, 4326)) THEN ST_Multi(ST_GeomFromWKB(boundary, 4326))
              ELSE ST_Multi(ST_CollectionExtract(ST_MakeValid(ST_GeomFromWKB(boundary, 4326)), 3)) END AS geom
  FROM official_area
)
INSERT INTO area AS known (kind, geoid, name, state, county_geoid, point, geom, land_area_m2, source, vintage)
SELECT kind, geoid, name, state, county_geoid, coalesce(given, ST_PointOnSurface(geom)), geom, land_area_m2,
       :source, :vintage
FROM shaped
ON CONFLICT (kind, geoid) DO UPDATE SET
  point = CASE WHEN :centers THEN EXCLUDED.point
               WHEN ST_Covers(EXCLUDED.geom, known.point) THEN known.point ELSE EXCLUDED.point END,
  geom = CASE WHEN :centers THEN known.geom ELSE EXCLUDED.geom END,
  land_area_m2 = coalesce(EXCLUDED.land_area_m2, known.land_area_m2),
  county_geoid = coalesce(known.county_geoid, EXCLUDED.county_geoid),
  source = CASE WHEN :centers THEN known.source ELSE EXCLUDED.source END,
  vintage = CASE WHEN :centers THEN known.vintage ELSE EXCLUDED.vintage END
WHERE NOT coalesce(
        CASE WHEN :centers THEN known.kind IN ('tract', 'block-group')
                  AND CAST(substring(known.vintage FROM '[0-9]{4}') AS int) / 10 <> CAST(:year AS int) / 10
             ELSE CAST(substring(known.vintage FROM '[0-9]{4}') AS int) > CAST(:year AS int) END, false)
  AND CASE WHEN :centers THEN NOT ST_Equals(known.point, EXCLUDED.point)
           ELSE (known.source, known.vintage) IS DISTINCT FROM (EXCLUDED.source, EXCLUDED.vintage) END

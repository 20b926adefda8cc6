-- Destinations of a travel table that are neither the id of an asset nor the GEOID of an area, in their order.
-- ids   text[]   destinations
SELECT given.id
FROM unnest(CAST(:ids AS text[])) WITH ORDINALITY AS given (id, number)
WHERE NOT EXISTS (SELECT FROM asset WHERE CAST(asset.id AS text) = given.id)
  AND NOT EXISTS (SELECT FROM area WHERE area.geoid = given.id)
ORDER BY given.number

-- Origins of a travel table that are the GEOID of no area, in their order.
-- ids   text[]   origins; a county may be written as county:GEOID
SELECT given.id
FROM unnest(CAST(:ids AS text[])) WITH ORDINALITY AS given (id, number)
WHERE NOT EXISTS (
    SELECT FROM area
    WHERE area.geoid = regexp_replace(given.id, '^county:', '')
      AND (area.kind = 'county' OR given.id NOT LIKE 'county:%')
)
ORDER BY given.number

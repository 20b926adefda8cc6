-- Towns or counties of the same name in other states: those in states with an inventory before others, then the most
-- populous first (people of a county are those of its ZIP areas); of each state one.
-- Parameters: kind (place or county), name, state (its postal code is left out), listed_only (boolean), most.
SELECT geoid, name, state, people, listed
FROM (SELECT DISTINCT ON (a.state) a.geoid, a.name, a.state, coalesce(size.people, 0) AS people,
        EXISTS (SELECT FROM asset WHERE asset.state = a.state) AS listed
  FROM area a
  LEFT JOIN LATERAL (
    SELECT sum(most) AS people FROM (
      SELECT max(people) AS most FROM area_population p JOIN area part ON part.id = p.area_id
      WHERE p."group" = 'total'
        AND (part.id = a.id OR a.kind = 'county' AND part.kind = 'zip' AND part.county_geoid = a.geoid)
      GROUP BY p.area_id) each
  ) AS size ON true
  WHERE lower(a.name) = lower(:name) AND a.kind = :kind AND a.state <> :state
  ORDER BY a.state, people DESC, a.id) same
WHERE listed OR NOT :listed_only
ORDER BY listed DESC, people DESC, state
LIMIT :most

-- People of a county by figures of the county itself: counted before estimated, then the newest; none modelled.
-- geoid   text   the county
SELECT p.people, s.title, p.vintage
FROM area a
JOIN area_population p ON p.area_id = a.id AND p."group" = 'total' AND p.method <> 'modelled'
JOIN data_source s ON s.slug = p.source
WHERE a.kind = 'county' AND a.geoid = :geoid
ORDER BY p.method = 'counted' DESC, p.vintage DESC, p.source
LIMIT 1

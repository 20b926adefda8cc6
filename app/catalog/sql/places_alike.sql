-- Towns and counties of states with an inventory whose names look like one of some words, the most alike first.
-- Parameters: words (lower case, text[]).
SELECT asked.word, a.name, a.state
FROM unnest(CAST(:words AS text[])) AS asked (word)
JOIN area a ON similarity(lower(a.name), asked.word) > 0.3
WHERE a.kind IN ('place', 'county')
  AND a.state IN (
    SELECT listed.state FROM (SELECT DISTINCT state FROM area WHERE kind = 'county') AS listed
    WHERE EXISTS (SELECT FROM asset WHERE asset.state = listed.state)
  )
ORDER BY similarity(lower(a.name), asked.word) DESC,
         (SELECT max(people) FROM area_population WHERE area_id = a.id AND "group" = 'total') DESC NULLS LAST, a.id
LIMIT 20

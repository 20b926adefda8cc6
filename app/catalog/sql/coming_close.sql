-- Assets that meet the most of some wishes, nearer ones first: for each wish whether it is met and whether the asset
-- says anything about it.
-- {names}: columns met_0, said_0, met_1 ...; {flags}: these with their conditions; {serves}: whether it serves the place
-- wherever it is; {far}: how far away, as a logarithm; {where}: conditions on asset; {score}: what the wishes met count;
-- {per_far}: what distance costs; {shown}: how many.
SELECT id, reach, serves, {names}
FROM (SELECT asset.id, asset.kind, asset.reach, {serves} AS serves, {far} AS far, {flags}
  FROM asset WHERE {where} OFFSET 0) found
ORDER BY {score} - {per_far} * far DESC, id
LIMIT {shown}

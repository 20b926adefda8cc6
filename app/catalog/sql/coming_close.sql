-- Assets that meet the most of some wishes, nearer ones first, of each group the first: for each wish whether it is met
-- and whether the asset says anything about it.
-- {names}: columns met_0, said_0, met_1 ...; {flags}: these with their conditions; {grouped}: the number of its group,
-- NULL where there are none; {far}: how far away, as a logarithm; {where}: conditions on asset; {score}: what the wishes
-- met count; {per_far}: what distance costs; {shown}: how many of each group.
SELECT id, reach, grouped, {names}
FROM (SELECT found.*, row_number() OVER (PARTITION BY grouped ORDER BY {score} - {per_far} * far DESC, id) AS at
  FROM (SELECT asset.id, asset.kind, asset.reach, {grouped} AS grouped, {far} AS far, {flags}
    FROM asset WHERE {where} OFFSET 0) found) ranked
WHERE at <= {shown}
ORDER BY grouped, at

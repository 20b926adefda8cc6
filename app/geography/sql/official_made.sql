-- What the file gives: groups with their people and facts with their mean, over the areas that matched.
SELECT what, slug, kind, count(*) AS areas, sum(amount) AS total, count(*) FILTER (WHERE moe IS NULL) AS without_margin
FROM (
  SELECT 'group' AS what, f."group" AS slug, f.kind, f.people AS amount, f.moe
  FROM official_figure f JOIN official_match m USING (kind, geoid) WHERE m.reason IS NULL
  UNION ALL
  SELECT 'fact', f.fact, f.kind, f.value, f.moe
  FROM official_fact f JOIN official_match m USING (kind, geoid) WHERE m.reason IS NULL
) given
GROUP BY what, slug, kind
ORDER BY what DESC, slug, kind

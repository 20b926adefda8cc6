-- Purpose: the blocks every item is in, as numbers: things of one family in one block are worth a comparison. A place
--          has four blocks (cells of four grids, each moved by half a cell): who is nearer than half a cell shares one.
-- Parameters: :cell_deg size of a cell in degrees of latitude.
CREATE TEMP TABLE item_key ON COMMIT DROP AS
SELECT i.item, i.row_number IS NOT NULL AS is_sent, false AS is_number, i.family # k.key AS key
FROM item i
CROSS JOIN LATERAL (
  SELECT hashtextextended(left(i.folded, 3), 7) AS start, i.lon * 0.8 / :cell_deg AS x, i.lat / :cell_deg AS y OFFSET 0
) c
CROSS JOIN LATERAL (VALUES
  (hashtextextended(i.folded, 1)),
  (hashtextextended(left(i.folded, 8), 2) # hashtextextended(coalesce(i.postal_code, i.city), 2)),
  (hashtextextended(nullif(i.url, ''), 3)),
  (CASE WHEN length(i.phone) = 10 THEN hashtextextended(i.phone, 4) END),
  (hashtextextended(nullif(i.email, ''), 5)),
  (hashtextextended(i.address, 6) # hashtextextended(coalesce(i.postal_code, i.city), 6)),
  (c.start # hashint8extended((floor(c.x) * 100000 + floor(c.y))::bigint, 7)),
  (c.start # hashint8extended((floor(c.x + 0.5) * 100000 + floor(c.y))::bigint, 8)),
  (c.start # hashint8extended((floor(c.x) * 100000 + floor(c.y + 0.5))::bigint, 9)),
  (c.start # hashint8extended((floor(c.x + 0.5) * 100000 + floor(c.y + 0.5))::bigint, 10))
) AS k (key)
WHERE k.key IS NOT NULL
UNION ALL
SELECT i.item, true, true, hashtextextended(e.key || ' ' || e.value, 11)
FROM item i CROSS JOIN LATERAL jsonb_each_text(i.identifiers) e
UNION ALL
SELECT i.item, i.row_number IS NOT NULL, true, hashtextextended(d.scheme || ' ' || d.value, 11)
FROM item i JOIN asset_identifier d USING (asset_id) WHERE d.scheme NOT LIKE 'state:%'

-- Purpose: the blocks every item is in, as numbers: things in one block are worth a comparison. A place has four
--          blocks (cells of four grids, each moved by half a cell): who is nearer than half a cell shares one.
-- Parameters: :cell_deg size of a cell in degrees of latitude.
CREATE TEMP TABLE item_key ON COMMIT DROP AS
SELECT i.item, i.row_number IS NOT NULL AS is_sent, false AS is_number, hashtextextended(k.text, k.kind) AS key
FROM item i
CROSS JOIN LATERAL (VALUES
  (1, i.kind || i.folded),
  (2, i.kind || left(i.folded, 8) || ' ' || coalesce(i.postal_code, i.city)),
  (3, i.kind || nullif(i.url, '')),
  (4, i.kind || CASE WHEN length(i.phone) = 10 THEN i.phone END),
  (5, i.kind || nullif(i.email, '')),
  (6, i.kind || i.address || ' ' || coalesce(i.postal_code, i.city)),
  (7, i.kind || left(i.folded, 3) || floor(i.lon * 0.8 / :cell_deg) || ' ' || floor(i.lat / :cell_deg)),
  (8, i.kind || left(i.folded, 3) || floor(i.lon * 0.8 / :cell_deg + 0.5) || ' ' || floor(i.lat / :cell_deg)),
  (9, i.kind || left(i.folded, 3) || floor(i.lon * 0.8 / :cell_deg) || ' ' || floor(i.lat / :cell_deg + 0.5)),
  (10, i.kind || left(i.folded, 3) || floor(i.lon * 0.8 / :cell_deg + 0.5) || ' ' || floor(i.lat / :cell_deg + 0.5))
) AS k (kind, text)
WHERE k.text IS NOT NULL
UNION ALL
SELECT i.item, true, true, hashtextextended(e.key || ' ' || e.value, 11)
FROM item i CROSS JOIN LATERAL jsonb_each_text(i.identifiers) e
UNION ALL
SELECT i.item, i.row_number IS NOT NULL, true, hashtextextended(d.scheme || ' ' || d.value, 11)
FROM item i JOIN asset_identifier d USING (asset_id) WHERE d.scheme NOT LIKE 'state:%'

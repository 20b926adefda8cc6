-- Purpose: the blocks: items that share a hash or an official number, with at least one row of the upload, and not so
--          many that it means nothing.
-- Parameters: :block_max most items in a block.
CREATE TEMP TABLE item_block ON COMMIT DROP AS
WITH number AS (
  SELECT i.item, i.row_number IS NOT NULL AS is_sent, hashtextextended(e.key || ' ' || e.value, 9) AS key
  FROM item i CROSS JOIN LATERAL jsonb_each_text(i.identifiers) e WHERE i.identifiers <> '{}'
  UNION ALL
  SELECT i.item, i.row_number IS NOT NULL, hashtextextended(d.scheme || ' ' || d.value, 9)
  FROM asset_identifier d JOIN item i USING (asset_id) WHERE d.scheme NOT LIKE 'state:%'
)
SELECT item, row_number IS NOT NULL AS is_sent, false AS is_number, same_name AS key FROM item WHERE same_name IN (
  SELECT same_name FROM item GROUP BY 1 HAVING count(*) BETWEEN 2 AND :block_max AND bool_or(row_number IS NOT NULL))
UNION ALL
SELECT item, row_number IS NOT NULL AS is_sent, false AS is_number, same_start AS key FROM item WHERE same_start IN (
  SELECT same_start FROM item GROUP BY 1 HAVING count(*) BETWEEN 2 AND :block_max AND bool_or(row_number IS NOT NULL))
UNION ALL
SELECT item, row_number IS NOT NULL AS is_sent, false AS is_number, same_site AS key FROM item WHERE same_site IN (
  SELECT same_site FROM item GROUP BY 1 HAVING count(*) BETWEEN 2 AND :block_max AND bool_or(row_number IS NOT NULL))
UNION ALL
SELECT item, row_number IS NOT NULL AS is_sent, false AS is_number, same_phone AS key FROM item WHERE same_phone IN (
  SELECT same_phone FROM item GROUP BY 1 HAVING count(*) BETWEEN 2 AND :block_max AND bool_or(row_number IS NOT NULL))
UNION ALL
SELECT item, row_number IS NOT NULL AS is_sent, false AS is_number, same_email AS key FROM item WHERE same_email IN (
  SELECT same_email FROM item GROUP BY 1 HAVING count(*) BETWEEN 2 AND :block_max AND bool_or(row_number IS NOT NULL))
UNION ALL
SELECT item, row_number IS NOT NULL AS is_sent, false AS is_number, same_street AS key FROM item WHERE same_street IN (
  SELECT same_street FROM item GROUP BY 1 HAVING count(*) BETWEEN 2 AND :block_max AND bool_or(row_number IS NOT NULL))
UNION ALL
SELECT item, row_number IS NOT NULL AS is_sent, false AS is_number, same_cell AS key FROM item WHERE same_cell IN (
  SELECT same_cell FROM item GROUP BY 1 HAVING count(*) BETWEEN 2 AND :block_max AND bool_or(row_number IS NOT NULL))
UNION ALL
SELECT item, row_number IS NOT NULL AS is_sent, false AS is_number, same_other_cell AS key FROM item WHERE same_other_cell IN (
  SELECT same_other_cell FROM item GROUP BY 1 HAVING count(*) BETWEEN 2 AND :block_max AND bool_or(row_number IS NOT NULL))
UNION ALL
SELECT DISTINCT item, is_sent, true, key FROM number WHERE key IN (
  SELECT key FROM number GROUP BY 1 HAVING count(*) BETWEEN 2 AND :block_max AND bool_or(is_sent))

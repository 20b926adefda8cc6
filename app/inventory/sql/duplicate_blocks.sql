-- Purpose: the blocks: items that share a hash or an official number, with at least one row of the upload, and not so
--          many that it means nothing.
-- Parameters: :upload_id; :block_max most items in a block.
CREATE TEMP TABLE item_block ON COMMIT DROP AS
WITH number AS (
  SELECT r.row_number AS item, hashtextextended(e.key || ' ' || e.value, 9) AS key
  FROM upload_row r CROSS JOIN LATERAL jsonb_each_text(r.identifiers) e
  WHERE r.upload_id = :upload_id AND r.identifiers <> '{}'
  UNION
  SELECT i.item, hashtextextended(d.scheme || ' ' || d.value, 9)
  FROM asset_identifier d JOIN item i USING (asset_id) WHERE d.scheme NOT LIKE 'state:%'
)
SELECT item, false AS is_number, same_name AS key FROM item WHERE same_name IN (
  SELECT same_name FROM item GROUP BY 1 HAVING count(*) BETWEEN 2 AND :block_max AND max(item) > 0)
UNION ALL
SELECT item, false AS is_number, same_start AS key FROM item WHERE same_start IN (
  SELECT same_start FROM item GROUP BY 1 HAVING count(*) BETWEEN 2 AND :block_max AND max(item) > 0)
UNION ALL
SELECT item, false AS is_number, same_url AS key FROM item WHERE same_url IN (
  SELECT same_url FROM item GROUP BY 1 HAVING count(*) BETWEEN 2 AND :block_max AND max(item) > 0)
UNION ALL
SELECT item, false AS is_number, same_phone AS key FROM item WHERE same_phone IN (
  SELECT same_phone FROM item GROUP BY 1 HAVING count(*) BETWEEN 2 AND :block_max AND max(item) > 0)
UNION ALL
SELECT item, false AS is_number, same_email AS key FROM item WHERE same_email IN (
  SELECT same_email FROM item GROUP BY 1 HAVING count(*) BETWEEN 2 AND :block_max AND max(item) > 0)
UNION ALL
SELECT item, false AS is_number, same_address AS key FROM item WHERE same_address IN (
  SELECT same_address FROM item GROUP BY 1 HAVING count(*) BETWEEN 2 AND :block_max AND max(item) > 0)
UNION ALL
SELECT item, false AS is_number, same_cell AS key FROM item WHERE same_cell IN (
  SELECT same_cell FROM item GROUP BY 1 HAVING count(*) BETWEEN 2 AND :block_max AND max(item) > 0)
UNION ALL
SELECT item, false AS is_number, same_other_cell AS key FROM item WHERE same_other_cell IN (
  SELECT same_other_cell FROM item GROUP BY 1 HAVING count(*) BETWEEN 2 AND :block_max AND max(item) > 0)
UNION ALL
SELECT item, true, key FROM number WHERE key IN (
  SELECT key FROM number GROUP BY 1 HAVING count(*) BETWEEN 2 AND :block_max AND max(item) > 0)

-- Purpose: pairs of a row and another item that share a block (not one so large that it means nothing), are of one
--          kind, not parent and child, not decided upon, and alike enough to be judged: what they share, in columns.
-- Parameters: :block_max most items in a block; :alike_min least similarity of names (trigrams).
WITH block AS (
  SELECT key FROM item_key GROUP BY key HAVING count(*) BETWEEN 2 AND :block_max AND bool_or(is_sent)
),
kept AS MATERIALIZED (SELECT k.* FROM item_key k JOIN block USING (key)),
pair AS MATERIALIZED (
  SELECT a.item AS a, b.item AS b, bool_or(a.is_number) AS same_number
  FROM kept a JOIN kept b ON b.key = a.key AND a.is_sent AND (NOT b.is_sent OR b.item < a.item)
  GROUP BY a.item, b.item
)
SELECT a.row_number, a.source_key AS key, a.asset_id, a.name, a.state, b.row_number AS other_row_number,
       b.asset_id AS other_asset_id, b.name AS other_name, b.state AS other_state, p.same_number,
       similarity(a.name, b.name) AS alike,
       a.url = b.url AND a.url <> '' AS same_url,
       split_part(a.url, '/', 1) = split_part(b.url, '/', 1) AND a.url <> '' AS same_host,
       a.phone = b.phone AND length(a.phone) = 10 AS same_phone,
       a.email = b.email AND a.email <> '' AS same_email,
       a.address = b.address AND coalesce(a.postal_code = b.postal_code, true) AND coalesce(a.city = b.city, true)
         AS same_address,
       a.postal_code = b.postal_code AS same_zip,
       a.city = b.city AS same_city,
       111195 * sqrt((a.lat - b.lat) ^ 2 + ((a.lon - b.lon) * cosd((a.lat + b.lat) / 2)) ^ 2) AS distance_m
FROM pair p JOIN item a ON a.item = p.a JOIN item b ON b.item = p.b
WHERE a.kind = b.kind AND a.asset_id <> b.asset_id
  AND a.parent_id IS DISTINCT FROM b.asset_id AND b.parent_id IS DISTINCT FROM a.asset_id
  AND (p.same_number OR a.folded = b.folded OR (a.address = b.address AND (a.url = b.url OR a.phone = b.phone))
       OR similarity(a.name, b.name) >= :alike_min
       OR word_similarity(least(a.name, b.name), greatest(a.name, b.name)) >= 0.6
       OR word_similarity(greatest(a.name, b.name), least(a.name, b.name)) >= 0.6)
  AND NOT EXISTS (SELECT FROM duplicate_decision d
                  WHERE d.low_id = least(a.asset_id, b.asset_id) AND d.high_id = greatest(a.asset_id, b.asset_id)
                    AND d.decision <> 'merge')

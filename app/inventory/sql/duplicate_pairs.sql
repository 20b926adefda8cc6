-- Purpose: pairs of a row and another item that share a block, are of one kind, have the same numbers in their names, are
--          not parent and child, not decided upon, and alike enough to be judged: what they share, in columns.
-- Parameters: :alike_min least similarity of names (trigrams).
WITH pair AS MATERIALIZED (
  SELECT a.item AS a, b.item AS b, bool_or(a.is_number) AS same_number
  FROM item_block a JOIN item_block b ON b.key = a.key AND b.is_number = a.is_number AND a.item <> b.item
  JOIN item i ON i.item = a.item JOIN item o ON o.item = b.item
  WHERE a.is_sent AND (NOT b.is_sent OR o.row_number < i.row_number)
  GROUP BY a.item, b.item
)
SELECT a.row_number, a.source_key AS key, a.asset_id, a.name, a.state, b.row_number AS other_row_number,
       b.asset_id AS other_asset_id, b.name AS other_name, b.state AS other_state, p.same_number, s.alike,
       a.site = b.site AS same_url,
       split_part(a.site, '/', 1) = split_part(b.site, '/', 1) AS same_host,
       a.phone = b.phone AS same_phone,
       a.email = b.email AS same_email,
       a.street = b.street AND coalesce(a.postal_code = b.postal_code, true) AND coalesce(a.town = b.town, true)
         AS same_address,
       a.postal_code = b.postal_code AS same_zip,
       a.town = b.town AS same_city,
       111195 * sqrt((a.lat - b.lat) ^ 2 + ((a.lon - b.lon) * cosd((a.lat + b.lat) / 2)) ^ 2) AS distance_m
FROM pair p JOIN item a ON a.item = p.a JOIN item b ON b.item = p.b
CROSS JOIN LATERAL (SELECT similarity(a.name, b.name) AS alike OFFSET 0) s
WHERE a.kind = b.kind AND a.asset_id <> b.asset_id
  AND a.parent_id IS DISTINCT FROM b.asset_id AND b.parent_id IS DISTINCT FROM a.asset_id
  AND (p.same_number OR a.fold = b.fold OR (a.street = b.street AND (a.site = b.site OR a.phone = b.phone))
       OR s.alike >= :alike_min OR word_similarity(a.name, b.name) >= 0.6 OR word_similarity(b.name, a.name) >= 0.6)
  AND (p.same_number OR regexp_replace(a.name, '[^0-9]', '', 'g') = regexp_replace(b.name, '[^0-9]', '', 'g'))
  AND NOT EXISTS (SELECT FROM duplicate_decision d
                  WHERE d.low_id = least(a.asset_id, b.asset_id) AND d.high_id = greatest(a.asset_id, b.asset_id)
                    AND d.decision <> 'merge')

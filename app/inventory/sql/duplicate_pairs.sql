-- Purpose: pairs of a row and another item that share a block, are of one kind, have the same numbers in their names, are
--          not parent and child, not decided upon, and alike enough to be judged: what they share, in columns.
-- Parameters: :upload_id; :alike_min least similarity of names (trigrams); :most pairs, the most alike names first.
WITH pair AS MATERIALIZED (
  SELECT a.item AS a, b.item AS b, bool_or(a.is_number) AS same_number
  FROM item_block a JOIN item_block b ON b.key = a.key AND b.is_number = a.is_number AND b.item < a.item
  WHERE a.item > 0
  GROUP BY a.item, b.item
),
met AS MATERIALIZED (SELECT a AS item FROM pair UNION SELECT b FROM pair),
detail AS MATERIALIZED (
  SELECT r.row_number AS item, r.source_key, r.asset_id, r.state, coalesce(r.kind, a.kind) AS kind,
         coalesce(r.name, a.name) AS name, coalesce(r.parent_id, a.parent_id) AS parent_id,
         coalesce(r.geom, a.geom) AS geom, coalesce(r.location_precision, a.location_precision) AS location_precision,
         lower(coalesce(r.city, a.city)) AS city, coalesce(r.postal_code, a.postal_code) AS postal_code,
         coalesce(r.url, a.url) AS url, coalesce(r.phone, a.phone) AS phone, coalesce(r.address, a.address) AS address
  FROM met JOIN upload_row r ON r.upload_id = :upload_id AND r.row_number = met.item
  LEFT JOIN asset a ON a.id = r.asset_id
  UNION ALL
  SELECT i.item, NULL, a.id, a.state, a.kind, a.name, a.parent_id, a.geom, a.location_precision, lower(a.city),
         a.postal_code, a.url, a.phone, a.address
  FROM met JOIN item i USING (item) JOIN asset a ON a.id = i.asset_id WHERE met.item < 0
),
beside AS (
  SELECT p.same_number, p.a, p.b, a.source_key, a.asset_id, a.name, a.state, b.asset_id AS other_asset_id,
         b.name AS other_name, b.state AS other_state,
         similarity(a.name, b.name) AS alike,
         replace(split_part(lower(a.url), '/', 3), 'www.', '') = replace(split_part(lower(b.url), '/', 3), 'www.', '')
           AS same_host,
         a.postal_code = b.postal_code AS same_zip,
         a.city = b.city AS same_city,
         lower(a.address) = lower(b.address) AND coalesce(a.postal_code = b.postal_code, true)
           AND coalesce(a.city = b.city, true) AS same_street,
         CASE WHEN a.location_precision IN ('exact', 'street') AND b.location_precision IN ('exact', 'street')
              THEN ST_Distance(a.geom::geography, b.geom::geography, false) END AS distance_m
  FROM pair p JOIN detail a ON a.item = p.a JOIN detail b ON b.item = p.b
  WHERE a.kind = b.kind AND a.asset_id <> b.asset_id
    AND a.parent_id IS DISTINCT FROM b.asset_id AND b.parent_id IS DISTINCT FROM a.asset_id
  OFFSET 0
)
SELECT p.a AS row_number, p.source_key AS key, p.asset_id, p.name, p.state,
       CASE WHEN p.b > 0 THEN p.b END AS other_row_number, p.other_asset_id, p.other_name, p.other_state,
       p.same_number, p.alike, p.same_host, p.same_zip, p.same_city, p.distance_m,
       a.same_url = b.same_url AS same_url, a.same_phone = b.same_phone AS same_phone,
       a.same_email = b.same_email AS same_email,
       coalesce(a.same_address = b.same_address, false) OR p.same_street AS same_address
FROM beside p JOIN item a ON a.item = p.a JOIN item b ON b.item = p.b
WHERE (p.same_number OR a.same_name = b.same_name OR p.alike >= :alike_min
       OR (p.same_street AND (a.same_url = b.same_url OR a.same_phone = b.same_phone))
       OR word_similarity(p.name, p.other_name) >= 0.6 OR word_similarity(p.other_name, p.name) >= 0.6)
  AND (p.same_number
       OR regexp_replace(p.name, '[^0-9]', '', 'g') = regexp_replace(p.other_name, '[^0-9]', '', 'g'))
  AND NOT EXISTS (SELECT FROM duplicate_decision d
                  WHERE d.low_id = least(p.asset_id, p.other_asset_id)
                    AND d.high_id = greatest(p.asset_id, p.other_asset_id) AND d.decision <> 'merge')
ORDER BY p.alike DESC, p.a, p.b
LIMIT :most

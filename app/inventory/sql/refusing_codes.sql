-- refusing_codes: what refuses the most rows of an upload, and how many rows each of them alone keeps out.
-- :upload_id  the upload
-- :most       how many codes
WITH refused AS (
  SELECT row_number, array_agg(DISTINCT code) AS codes
    FROM upload_issue
   WHERE upload_id = :upload_id AND severity = 'error' AND row_number > 0
   GROUP BY row_number
)
SELECT code, count(*) AS rows, count(*) FILTER (WHERE cardinality(codes) = 1) AS freed
  FROM refused, unnest(codes) AS code
 GROUP BY code
 ORDER BY rows DESC, code
 LIMIT :most

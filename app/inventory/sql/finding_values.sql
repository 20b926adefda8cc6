-- finding_values: the findings of an upload by code and value, with how many rows have each and the first of them.
-- :upload_id  the upload
-- :codes      only these codes; NULL for all
-- :each       how many values of one code at most, the most frequent first
-- :limit      how many in all
WITH found AS (
  SELECT code, severity, "column", value, count(*) AS rows,
         (array_agg(row_number ORDER BY row_number))[1:3] AS first_rows,
         min(message) AS message, min(cure) AS cure
    FROM upload_issue
   WHERE upload_id = :upload_id AND (CAST(:codes AS text[]) IS NULL OR code = ANY (CAST(:codes AS text[])))
   GROUP BY code, severity, "column", value
), placed AS (
  SELECT found.*,
         row_number() OVER (PARTITION BY code ORDER BY rows DESC, first_rows, value) AS place,
         count(*) OVER (PARTITION BY code) AS values,
         sum(rows) OVER (PARTITION BY code) AS code_rows
    FROM found
)
SELECT code, severity, "column", value, rows, first_rows, message, cure, values, CAST(code_rows AS bigint) AS code_rows,
       count(*) OVER () AS listed
  FROM placed
 WHERE place <= :each
 ORDER BY severity, code_rows DESC, code, place
 LIMIT :limit

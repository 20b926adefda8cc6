-- Purpose: the first findings of each code of an upload: errors first, the most frequent code first, in a code in the
--          order of the file; with the last one shown, how many more there are. And what each row is called.
-- Parameters: :upload_id; :severity only these, NULL for all; :each how many of a code; :limit how many in all.
WITH placed AS (
  SELECT i.*, row_number() OVER (PARTITION BY code ORDER BY id) AS place, count(*) OVER (PARTITION BY code) AS found
    FROM upload_issue i
   WHERE upload_id = :upload_id AND (CAST(:severity AS text) IS NULL OR severity = :severity)
)
SELECT p.id, CASE WHEN p.place = :each THEN p.found - :each ELSE 0 END AS more,
       p.row_number, p."column", p.value, p.severity, p.code, p.message, p.cure,
       coalesce(r.name, f.name) AS name
  FROM placed p
  LEFT JOIN upload_row r ON r.upload_id = p.upload_id AND r.row_number = p.row_number
  LEFT JOIN upload_refusal f ON f.upload_id = p.upload_id AND f.row_number = p.row_number
 WHERE p.place <= :each
 ORDER BY p.severity, p.found DESC, p.code, p.id
 LIMIT :limit

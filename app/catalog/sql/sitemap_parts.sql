-- Purpose: the parts of the sitemap: number from 1, and when the newest page in it changed (UTC).
-- Parameters: :size pages in a part.
SELECT part, to_char(max(updated_at), 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS changed
FROM (SELECT updated_at, 1 + (row_number() OVER (ORDER BY id) - 1) / :size AS part
      FROM asset WHERE visibility = 'public' AND deleted_at IS NULL) numbered
GROUP BY part ORDER BY part

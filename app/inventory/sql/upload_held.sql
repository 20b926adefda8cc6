-- Purpose: whether somebody holds an upload, by the mark that holding it leaves among the locks.
-- Parameters: :class, :id texts whose hashes are the mark.
SELECT EXISTS (
  SELECT FROM pg_locks
  WHERE locktype = 'advisory' AND granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND classid = CAST(hashtext(:class) AS oid) AND objid = CAST(hashtext(:id) AS oid)
)

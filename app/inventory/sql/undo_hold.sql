-- Purpose: hold every asset of the upload until the end, so that nobody writes one, or names one as parent, between
--          the look and the undoing. In the order of their ids, so that two who do this never wait for each other.
SELECT count(*) FROM (
  SELECT FROM asset WHERE id IN (SELECT asset_id FROM undo_row) ORDER BY id FOR UPDATE
) held

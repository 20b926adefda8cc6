-- Where rows wait while a file is checked. Gone at the end of the transaction.
CREATE TEMP TABLE staged_row (
  row_number integer PRIMARY KEY,
  source_key text NOT NULL,
  lon double precision,
  lat double precision,
  postal_code text,
  town text,
  asset jsonb NOT NULL
) ON COMMIT DROP

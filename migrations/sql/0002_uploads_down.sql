-- Back to the first schema: waiting rows are lost, uploads in states it does not know are gone.
DROP TRIGGER upload_rows_forgotten ON upload;
DROP FUNCTION forget_rows();
DROP TABLE upload_refusal;
DROP TABLE upload_row;
CREATE TABLE upload_row (
  upload_id uuid NOT NULL,
  row_number integer NOT NULL,
  source_key text,
  asset jsonb NOT NULL,
  CONSTRAINT upload_row_row_number_check CHECK (row_number > 0),
  CONSTRAINT upload_row_upload_id_fkey FOREIGN KEY (upload_id) REFERENCES upload (id) ON DELETE CASCADE,
  CONSTRAINT upload_row_pkey PRIMARY KEY (upload_id, row_number)
);
DELETE FROM upload WHERE state IS NULL OR status NOT IN ('checked', 'applied', 'refused');
ALTER TABLE upload
  DROP CONSTRAINT upload_status_check,
  DROP CONSTRAINT upload_applied_check,
  DROP CONSTRAINT upload_kind_check,
  DROP COLUMN kind,
  DROP COLUMN key_scheme,
  DROP COLUMN reading,
  DROP COLUMN fields,
  DROP COLUMN options,
  DROP COLUMN problem,
  ALTER COLUMN state SET NOT NULL;
ALTER TABLE upload
  ADD CONSTRAINT upload_status_check CHECK (status IN ('checked', 'applied', 'refused')),
  ADD CONSTRAINT upload_applied_check CHECK ((status = 'applied') = (applied_at IS NOT NULL));

-- Likely duplicates of an upload, what was decided about them, and the merges that an upload brings about.

CREATE TABLE upload_duplicate (
  id bigint GENERATED ALWAYS AS IDENTITY,
  upload_id uuid NOT NULL,
  row_number integer NOT NULL,
  key text NOT NULL,
  asset_id uuid NOT NULL,
  name text NOT NULL,
  state text NOT NULL,
  other_asset_id uuid NOT NULL,
  other_row_number integer,
  other_name text NOT NULL,
  other_state text NOT NULL,
  score double precision NOT NULL,
  reasons text[] NOT NULL,
  CONSTRAINT upload_duplicate_pkey PRIMARY KEY (id),
  CONSTRAINT upload_duplicate_upload_id_row_number_other_asset_id_key UNIQUE (upload_id, row_number, other_asset_id),
  CONSTRAINT upload_duplicate_upload_id_fkey FOREIGN KEY (upload_id) REFERENCES upload (id) ON DELETE CASCADE,
  CONSTRAINT upload_duplicate_rows_check CHECK (row_number > 0 AND other_row_number > 0),
  CONSTRAINT upload_duplicate_pair_check CHECK (asset_id <> other_asset_id),
  CONSTRAINT upload_duplicate_score_check CHECK (score BETWEEN 0 AND 1),
  CONSTRAINT upload_duplicate_reasons_check CHECK (cardinality(reasons) > 0)
);

-- duplicate_decision: for good, by the ids of the two assets; no foreign keys, since a decision may come before them.
CREATE TABLE duplicate_decision (
  low_id uuid NOT NULL,
  high_id uuid NOT NULL,
  decision text NOT NULL,
  into_id uuid,
  actor text NOT NULL,
  decided_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT duplicate_decision_pkey PRIMARY KEY (low_id, high_id),
  CONSTRAINT duplicate_decision_order_check CHECK (low_id < high_id),
  CONSTRAINT duplicate_decision_decision_check CHECK (decision IN ('both', 'merge', 'distinct')),
  CONSTRAINT duplicate_decision_into_check CHECK (
    (decision = 'merge') = (into_id IS NOT NULL) AND (into_id IS NULL OR into_id IN (low_id, high_id)))
);

-- upload_merge: the rows of an upload whose asset is, by decision, part of another one.
CREATE TABLE upload_merge (
  upload_id uuid NOT NULL,
  row_number integer NOT NULL,
  state text NOT NULL,
  source_key text NOT NULL,
  away_id uuid NOT NULL,
  into_id uuid NOT NULL,
  CONSTRAINT upload_merge_pkey PRIMARY KEY (upload_id, row_number),
  CONSTRAINT upload_merge_upload_id_fkey FOREIGN KEY (upload_id) REFERENCES upload (id) ON DELETE CASCADE,
  CONSTRAINT upload_merge_pair_check CHECK (away_id <> into_id)
);

-- Uploads of the second schema: rows in typed columns, more states, what the sender chose.

-- Rows of the first schema cannot be read by this one; their files are sent again.
DROP TABLE upload_row;

-- upload_row: the accepted rows of a checked upload. UNLOGGED: they can be made again from the kept file.
CREATE UNLOGGED TABLE upload_row (
  upload_id uuid NOT NULL,
  row_number integer NOT NULL,
  source_key text NOT NULL,
  asset_id uuid NOT NULL,
  kind text,
  subtype text,
  name text,
  alternate_name text,
  description text,
  url text,
  email text,
  phone text,
  status text,
  visibility text,
  state text,
  geom geometry(Point, 4326),
  location_precision text,
  address text,
  city text,
  postal_code text,
  county_geoid text,
  reach text,
  service_radius_m double precision,
  service_area_geoids text[],
  stops jsonb,
  disciplines text[],
  career_clusters text[],
  career_clusters_2002 text[],
  cip_codes text[],
  soc_codes text[],
  grades text[],
  min_age integer,
  max_age integer,
  open_to_all boolean,
  designed_for text[],
  restricted_to text[],
  languages text[],
  start_date date,
  end_date date,
  application_deadline date,
  seasons text[],
  times_of_day text[],
  schedule text,
  cost_amount double precision,
  cost_band text,
  financial_aid boolean,
  stipend boolean,
  delivery_mode text,
  transport_provided boolean,
  accessibility text[],
  broadband_needed boolean,
  seats integer,
  source_name text,
  source_url text,
  verified_at timestamptz,
  verified_by text,
  verification_method text,
  next_review_due date,
  rubric_scores jsonb,
  parent text,
  parent_id uuid,
  extra jsonb NOT NULL,
  identifiers jsonb NOT NULL,
  CONSTRAINT upload_row_pkey PRIMARY KEY (upload_id, row_number),
  CONSTRAINT upload_row_row_number_check CHECK (row_number > 0)
);

-- upload_refusal: refused rows whose key is known; their assets have not vanished.
CREATE UNLOGGED TABLE upload_refusal (
  upload_id uuid NOT NULL,
  row_number integer NOT NULL,
  state text NOT NULL,
  source_key text NOT NULL,
  asset_id uuid NOT NULL,
  CONSTRAINT upload_refusal_pkey PRIMARY KEY (upload_id, row_number)
);

ALTER TABLE upload
  ALTER COLUMN state DROP NOT NULL,
  ADD COLUMN kind text,
  ADD COLUMN key_scheme text,
  ADD COLUMN reading jsonb NOT NULL DEFAULT '{}',
  ADD COLUMN fields text[] NOT NULL DEFAULT '{}',
  ADD COLUMN options jsonb NOT NULL DEFAULT '{}',
  ADD COLUMN problem text,
  DROP CONSTRAINT upload_status_check,
  DROP CONSTRAINT upload_applied_check;
UPDATE upload SET status = 'abandoned' WHERE status = 'checked';
ALTER TABLE upload
  ADD CONSTRAINT upload_status_check
    CHECK (status IN ('checking', 'checked', 'refused', 'applied', 'undone', 'abandoned')),
  ADD CONSTRAINT upload_applied_check CHECK ((status IN ('applied', 'undone')) = (applied_at IS NOT NULL)),
  ADD CONSTRAINT upload_kind_check CHECK (kind IN ('institution', 'program', 'opportunity'));

-- forget_rows(): rows of uploads that are gone. A foreign key would cost more than the row it guards.
CREATE FUNCTION forget_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM upload_row USING old_uploads o WHERE upload_id = o.id;
  DELETE FROM upload_refusal USING old_uploads o WHERE upload_id = o.id;
  RETURN NULL;
END $$;
CREATE TRIGGER upload_rows_forgotten AFTER DELETE ON upload
  REFERENCING OLD TABLE AS old_uploads FOR EACH STATEMENT EXECUTE FUNCTION forget_rows();

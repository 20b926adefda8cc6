-- Features as they are sent: kept beside each public asset, written by the statement that writes the asset.

-- Kept as plain text within the row: reading a page is then one pass over these bytes.
ALTER TABLE asset_feature ALTER COLUMN head SET STORAGE EXTERNAL;
ALTER TABLE asset_feature SET (toast_tuple_target = 8160);

-- public_feature: each public asset as a GeoJSON Feature (RFC 7946, six decimals) up to its last stored property.
-- Who sends it adds what depends on the day or the question, and closes it with '}}'. The fields are the catalog's
-- PUBLIC_FIELDS, in their order; a column not named here never goes outward.
CREATE VIEW public_feature AS
SELECT a.id AS asset_id, a.verified_at,
  '{"type":"Feature","id":"' || a.id || '","geometry":' || coalesce(ST_AsGeoJSON(a.geom, 6), 'null')
    || ',"properties":' || left(row_to_json(p)::text, -1) AS head
FROM asset a CROSS JOIN LATERAL (
  SELECT a.kind, a.subtype, a.name, a.alternate_name, a.description, a.url, a.email, a.phone, a.status,
    a.parent_id, a.state, a.city, a.postal_code, a.address, a.county_geoid, a.location_precision,
    a.reach, a.service_radius_m, a.service_area_geoids, a.stops, a.disciplines, a.career_clusters,
    a.career_clusters_2002, a.cip_codes, a.soc_codes, a.grades, a.min_age, a.max_age, a.open_to_all,
    a.designed_for, a.restricted_to, a.languages, a.start_date, a.end_date, a.application_deadline,
    a.seasons, a.times_of_day, a.schedule, a.cost_amount, a.cost_band, a.financial_aid, a.stipend,
    a.delivery_mode, a.transport_provided, a.accessibility, a.broadband_needed, a.seats, a.source_name,
    a.source_url, a.verified_at, a.verification_method, a.next_review_due, a.version, a.created_at,
    a.updated_at
) AS p
WHERE a.visibility = 'public' AND a.deleted_at IS NULL;

-- keep_features(): after assets were written, their features are those of now. Times are told in UTC.
CREATE FUNCTION keep_features() RETURNS trigger LANGUAGE plpgsql SET timezone TO 'UTC' AS $$
BEGIN
  INSERT INTO asset_feature (asset_id, verified_at, head)
  SELECT f.asset_id, f.verified_at, f.head FROM public_feature f WHERE f.asset_id IN (SELECT n.id FROM new_rows n)
  ON CONFLICT (asset_id) DO UPDATE SET verified_at = excluded.verified_at, head = excluded.head;
  IF TG_OP = 'UPDATE' THEN
    DELETE FROM asset_feature f USING new_rows n
    WHERE f.asset_id = n.id AND (n.visibility <> 'public' OR n.deleted_at IS NOT NULL);
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION drop_features() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    TRUNCATE asset_feature;
  ELSE
    DELETE FROM asset_feature f USING old_rows o WHERE f.asset_id = o.id;
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER asset_feature_insert AFTER INSERT ON asset
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION keep_features();
CREATE TRIGGER asset_feature_update AFTER UPDATE ON asset
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION keep_features();
CREATE TRIGGER asset_feature_delete AFTER DELETE ON asset
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION drop_features();
CREATE TRIGGER asset_feature_truncate AFTER TRUNCATE ON asset
  FOR EACH STATEMENT EXECUTE FUNCTION drop_features();

SET LOCAL timezone TO 'UTC';
INSERT INTO asset_feature (asset_id, verified_at, head) SELECT asset_id, verified_at, head FROM public_feature;

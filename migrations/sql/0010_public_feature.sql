-- public_feature, now with who runs an asset where that is no asset itself: each public asset as a GeoJSON Feature (RFC
-- 7946, six decimals) up to its last stored property.
-- Who sends it adds what depends on the day or the question, and closes it with '}}'. The fields are the catalog's
-- PUBLIC_FIELDS, in their order; a column not named here never goes outward.
CREATE OR REPLACE VIEW public_feature AS
SELECT a.id AS asset_id, a.verified_at,
  '{"type":"Feature","id":"' || a.id || '","geometry":' || coalesce(ST_AsGeoJSON(a.geom, 6), 'null')
    || ',"properties":' || left(row_to_json(p)::text, -1) AS head
FROM asset a CROSS JOIN LATERAL (
  SELECT a.kind, a.subtype, a.name, a.alternate_name, a.description, a.url, a.email, a.phone, a.status,
    a.parent_id, a.organization_name, a.state, a.city, a.postal_code, a.address, a.county_geoid,
    a.location_precision, a.reach, a.service_radius_m, a.service_area_geoids, a.stops, a.disciplines,
    a.career_clusters, a.career_clusters_2002, a.cip_codes, a.soc_codes, a.grades, a.min_age, a.max_age,
    a.open_to_all, a.designed_for, a.restricted_to, a.languages, a.start_date, a.end_date,
    a.application_deadline, a.seasons, a.times_of_day, a.schedule, a.cost_amount, a.cost_band, a.financial_aid,
    a.stipend, a.delivery_mode, a.transport_provided, a.accessibility, a.broadband_needed, a.seats,
    a.source_name, a.source_url, a.verified_at, a.verification_method, a.next_review_due, a.version,
    a.created_at, a.updated_at
) AS p
WHERE a.visibility = 'public' AND a.deleted_at IS NULL;

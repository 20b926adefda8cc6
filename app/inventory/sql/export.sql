-- Purpose: the assets of a state with all that a row of its inventory may hold, in the order of the state's keys;
--          rows whose key we made follow by name: such a key says nothing.
--          A point stands in lon and lat only where it was given: one that we found is not the state's own.
-- Parameters: :state; :scheme identifier scheme of the keys; :source source name, NULL for all;
--             :everything false for public assets only.
SELECT a.kind, a.subtype, a.name, a.alternate_name, a.description, a.url, a.email, a.phone, a.status, a.visibility,
       a.state, a.address, a.city, a.postal_code, a.county_geoid, a.reach,
       a.service_area_geoids, a.service_radius_m, a.stops, a.disciplines, a.career_clusters,
       a.career_clusters_2002, a.cip_codes, a.soc_codes, a.grades, a.min_age, a.max_age, a.open_to_all,
       a.designed_for, a.restricted_to, a.languages, a.start_date, a.end_date, a.application_deadline, a.seasons,
       a.times_of_day, a.cost_amount, a.cost_band, a.financial_aid, a.stipend, a.delivery_mode,
       a.transport_provided, a.accessibility, a.broadband_needed, a.seats, a.source_url, a.extra, a.source_cells,
       CASE WHEN a.location_precision = 'exact' THEN round(ST_X(a.geom)::numeric, 7)::float8 END AS lon,
       CASE WHEN a.location_precision = 'exact' THEN round(ST_Y(a.geom)::numeric, 7)::float8 END AS lat,
       own.value AS key, identifiers.by_scheme AS identifiers,
       coalesce(parent_key.value, parent.name, a.organization_name) AS parent, parent.name AS parent_name
FROM asset a
LEFT JOIN LATERAL (SELECT min(i.value) AS value FROM asset_identifier i
                   WHERE i.asset_id = a.id AND i.scheme = :scheme) own ON true
LEFT JOIN LATERAL (SELECT jsonb_object_agg(i.scheme, i.value) AS by_scheme FROM asset_identifier i
                   WHERE i.asset_id = a.id AND i.scheme <> :scheme) identifiers ON true
LEFT JOIN asset parent ON parent.id = a.parent_id
  AND (:everything OR (parent.visibility = 'public' AND parent.deleted_at IS NULL))
LEFT JOIN LATERAL (SELECT min(i.value) AS value FROM asset_identifier i
                   WHERE i.asset_id = parent.id AND i.scheme = :scheme) parent_key ON true
WHERE a.state = :state AND a.deleted_at IS NULL
  AND (:everything OR a.visibility = 'public')
  AND (CAST(:source AS text) IS NULL OR a.source_name = :source)
ORDER BY CASE WHEN own.value NOT LIKE 'derived:%' THEN own.value END NULLS LAST, a.name, own.value, a.id

-- Purpose: what is compared: the rows of an upload (what they lack, from the asset they are about), the other assets of
--          its states, and public ones of other states around its points or without any. With each come hashes of what
--          it may share: things of one family (kind, number at the end of the name) with one hash are worth a
--          comparison. The two cells are of grids half a cell apart. Cheap on purpose: this runs for every row.
-- Parameters: :upload_id; :cell_deg size of a cell in degrees of latitude.
CREATE TEMP TABLE item ON COMMIT DROP AS
WITH sent AS (
  SELECT r.row_number, r.source_key, r.asset_id, r.state, coalesce(r.kind, a.kind) AS kind,
         coalesce(r.name, a.name) AS name, coalesce(r.parent_id, a.parent_id) AS parent_id,
         coalesce(r.geom, a.geom) AS geom, coalesce(r.location_precision, a.location_precision) AS location_precision,
         coalesce(r.address, a.address) AS address, coalesce(r.city, a.city) AS city,
         coalesce(r.postal_code, a.postal_code) AS postal_code, coalesce(r.url, a.url) AS url,
         coalesce(r.phone, a.phone) AS phone, coalesce(r.email, a.email) AS email, r.identifiers
  FROM upload_row r LEFT JOIN asset a ON a.id = r.asset_id
  WHERE r.upload_id = :upload_id
),
around AS MATERIALIZED (
  SELECT array_agg(DISTINCT state) AS states, ST_Expand(ST_Extent(geom)::box2d, 0.05)::geometry AS box FROM sent
),
known AS (
  SELECT NULL::integer, NULL::text, a.id, a.state, a.kind, a.name, a.parent_id, a.geom, a.location_precision,
         a.address, a.city, a.postal_code, a.url, a.phone, a.email, NULL::jsonb
  FROM asset a, around
  WHERE a.deleted_at IS NULL AND a.status <> 'defunct'
    AND (a.state = ANY (around.states)
         OR (a.visibility = 'public' AND (a.geom IS NULL OR a.geom && ST_SetSRID(around.box, 4326))))
    AND NOT EXISTS (SELECT FROM upload_row r WHERE r.upload_id = :upload_id AND r.asset_id = a.id)
),
folded AS (
  SELECT *, lower(city) AS town,
         replace(replace(replace(replace(replace(replace(
           lower(name), ' and ', ''), '&', ''), 'st. ', 'saint'), ' ', ''), '.', ''), '''', '') AS fold,
         CASE WHEN location_precision IN ('exact', 'street') THEN ST_X(geom) END AS lon,
         CASE WHEN location_precision IN ('exact', 'street') THEN ST_Y(geom) END AS lat,
         rtrim(replace(split_part(split_part(lower(url), '://', 2), '?', 1), 'www.', ''), '/') AS site,
         replace(replace(lower(address), '.', ''), ' ', '') AS street
  FROM (SELECT * FROM sent UNION ALL SELECT * FROM known) both_sides
  OFFSET 0
)
SELECT row_number() OVER () AS item, row_number, source_key, asset_id, state, kind, name, parent_id, identifiers,
       town, postal_code, fold, lon, lat, nullif(site, '') AS site, phone, lower(email) AS email, street,
       family # hashtextextended(fold, 1) AS same_name,
       family # hashtextextended(left(fold, 8), 2) # hashtextextended(coalesce(postal_code, town), 2) AS same_start,
       family # hashtextextended(nullif(site, ''), 3) AS same_site,
       family # hashtextextended(phone, 4) AS same_phone,
       family # hashtextextended(lower(email), 5) AS same_email,
       family # hashtextextended(street, 6) # hashtextextended(coalesce(postal_code, town), 6) AS same_street,
       family # start # (floor(lon * 0.8 / :cell_deg) * 100000 + floor(lat / :cell_deg))::bigint AS same_cell,
       family # start # (floor(lon * 0.8 / :cell_deg + 0.5) * 100000 + floor(lat / :cell_deg + 0.5))::bigint
         AS same_other_cell
FROM folded
CROSS JOIN LATERAL (
  SELECT hashtextextended(kind || CASE WHEN right(name, 1) BETWEEN '0' AND '9' THEN right(name, 3) ELSE '' END, 0)
           AS family,
         hashtextextended(left(fold, 3), 7) AS start
  OFFSET 0
) f

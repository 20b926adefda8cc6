-- Purpose: what is compared: the rows of an upload (what they lack, from the asset they are about), the other assets of
--          its states, and public ones of other states around its points or without any. Of each only hashes of what
--          it may share, as this runs for every row: things of one family (kind, number at the end of the name) with
--          one hash are worth a comparison. The two cells are of grids half a cell apart. Rows have their number as
--          item, assets a negative one.
-- Parameters: :upload_id; :cell_deg size of a cell in degrees of latitude.
CREATE TEMP TABLE item ON COMMIT DROP AS
WITH sent AS (
  SELECT r.row_number AS item, r.asset_id, coalesce(r.kind, a.kind) AS kind, coalesce(r.name, a.name) AS name,
         coalesce(r.geom, a.geom) AS geom, coalesce(r.location_precision, a.location_precision) AS location_precision,
         coalesce(r.address, a.address) AS address, coalesce(r.postal_code, a.postal_code) AS postal_code,
         coalesce(r.city, a.city) AS city, coalesce(r.url, a.url) AS url, coalesce(r.phone, a.phone) AS phone,
         coalesce(r.email, a.email) AS email
  FROM upload_row r LEFT JOIN asset a ON a.id = r.asset_id
  WHERE r.upload_id = :upload_id
),
around AS MATERIALIZED (
  SELECT array_agg(DISTINCT state) AS states,
         ST_SetSRID(ST_Expand(ST_Extent(geom)::box2d, 0.05)::geometry, 4326) AS box
  FROM upload_row WHERE upload_id = :upload_id
),
known AS (
  SELECT -row_number() OVER (), a.id, a.kind, a.name, a.geom, a.location_precision, a.address, a.postal_code, a.city,
         a.url, a.phone, a.email
  FROM asset a CROSS JOIN around
  WHERE a.deleted_at IS NULL AND a.status <> 'defunct'
    AND (a.state = ANY (around.states) OR (a.visibility = 'public' AND (a.geom IS NULL OR a.geom && around.box)))
    AND NOT EXISTS (SELECT FROM upload_row r WHERE r.upload_id = :upload_id AND r.asset_id = a.id)
),
folded AS (
  SELECT item, asset_id, coalesce(postal_code, lower(city)) AS place,
         replace(replace(replace(replace(replace(replace(
           lower(name), ' and ', ''), '&', ''), 'st. ', 'saint'), ' ', ''), '.', ''), '''', '') AS name,
         rtrim(replace(split_part(split_part(lower(url), '://', 2), '?', 1), 'www.', ''), '/') AS site,
         replace(replace(lower(address), '.', ''), ' ', '') AS street, phone, lower(email) AS email,
         CASE WHEN location_precision IN ('exact', 'street') THEN ST_X(geom) * 0.8 / :cell_deg END AS x,
         CASE WHEN location_precision IN ('exact', 'street') THEN ST_Y(geom) / :cell_deg END AS y,
         hashtextextended(kind || right(name, length(name) - length(rtrim(name, '0123456789'))), 0) AS family
  FROM (SELECT * FROM sent UNION ALL SELECT * FROM known) both_sides
  OFFSET 0
)
SELECT item::integer, asset_id,
       family # hashtextextended(name, 1) AS same_name,
       family # hashtextextended(left(name, 8), 2) # hashtextextended(place, 2) AS same_start,
       family # hashtextextended(nullif(site, ''), 3) AS same_url,
       family # hashtextextended(phone, 4) AS same_phone,
       family # hashtextextended(email, 5) AS same_email,
       family # hashtextextended(street, 6) # hashtextextended(place, 6) AS same_address,
       family # hashtextextended(left(name, 3), 7) # (floor(x) * 100000 + floor(y))::bigint AS same_cell,
       family # hashtextextended(left(name, 3), 8) # (floor(x + 0.5) * 100000 + floor(y + 0.5))::bigint
         AS same_other_cell
FROM folded

-- Purpose: what is compared: the rows of an upload (what they lack, from the asset they are about), the other assets of
--          its states, and the public ones of other states, with everything folded that is compared for being equal. A family is one kind with one number in the names: Troop 12
--          is never compared with Troop 15, a museum never with a club.
-- Parameters: :upload_id.
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
known AS (
  SELECT NULL::integer, NULL::text, a.id, a.state, a.kind, a.name, a.parent_id, a.geom, a.location_precision,
         a.address, a.city, a.postal_code, a.url, a.phone, a.email, NULL::jsonb
  FROM asset a
  WHERE a.deleted_at IS NULL AND a.status <> 'defunct'
    AND (a.visibility = 'public' OR a.state IN (SELECT state FROM sent))
    AND NOT EXISTS (SELECT FROM upload_row r WHERE r.upload_id = :upload_id AND r.asset_id = a.id)
)
SELECT row_number() OVER (ORDER BY row_number)::integer AS item,
       hashtextextended(kind || translate(name, translate(name, '0123456789', ''), ''), 0) AS family, row_number, source_key, asset_id, state, kind, name,
       parent_id, identifiers, lower(city) AS city, postal_code,
       translate(replace(replace(replace(
         CASE WHEN starts_with(lower(name), 'the ') THEN substr(lower(name), 5) ELSE lower(name) END,
         ' and ', ''), 'st. ', 'saint'), 'mt. ', 'mount'), 'áàâäéèêëíìîïóòôöúùûüñç .,''’–-&/()":;!#', 'aaaaeeeeiiiioooouuuunc') AS folded,
       CASE WHEN location_precision IN ('exact', 'street') THEN ST_X(geom) END AS lon,
       CASE WHEN location_precision IN ('exact', 'street') THEN ST_Y(geom) END AS lat,
       rtrim(replace(split_part(split_part(lower(url), '://', 2), '?', 1), 'www.', ''), '/') AS url,
       right(translate(split_part(lower(phone), 'x', 1), ' ()-.+/', ''), 10) AS phone,
       lower(email) AS email,
       nullif(translate(lower(address), ' .,''#-', ''), '') AS address
FROM (SELECT * FROM sent UNION ALL SELECT * FROM known) both_sides

-- Every public asset with what coverage asks of one, ordered by id, as CSV: a row of text costs a tenth of a row of
-- values here. Columns are named and typed in inventory_columns.py. `until` and the three numbers after it are those of
-- asset_facet.packed (see facet_codes); the stops of mobile programs alone, as JSON.
-- fresh_from, aging_from  date  see catalog/freshness.py, which writes what stands for freshness
COPY (
  SELECT replace(asset.id::text, '-', ''), asset.name, asset.subtype, asset.state, ST_X(asset.geom), ST_Y(asset.geom),
    asset.location_precision, asset.reach, asset.service_radius_m, asset.seats, asset.county_geoid, asset.postal_code,
    {freshness}, coalesce(asset.source_name, ''),
    CASE WHEN asset.reach = 'areas' THEN array_to_string(asset.service_area_geoids, ' ') END,
    CASE WHEN asset.reach = 'mobile' THEN asset.stops::text END,
    encode(f.packed, 'hex')
  FROM asset JOIN asset_facet f ON f.asset_id = asset.id
  ORDER BY asset.id
) TO STDOUT (FORMAT csv)

-- County shares from incoming_share, to be applied to the totals of base_source (see the view population).
-- base_source  text  the source whose totals are shared out
INSERT INTO area_share (area_id, "group", source, vintage, share, base_source)
SELECT a.id, s."group", s.source, s.vintage, s.share, :base_source
FROM incoming_share s
JOIN area a ON a.kind = 'county' AND a.geoid = s.county_geoid

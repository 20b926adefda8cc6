-- Drop the sums beside which a published figure stands now.
-- source, summed, vintage  text  the edition, and the source of its sums
DELETE FROM area_population s USING area_population p
WHERE s.source = :summed AND s.vintage = :vintage AND p.source = :source AND p.vintage = s.vintage
  AND p.area_id = s.area_id AND p."group" = s."group"

-- Whether a published figure stands beside a sum now (asked first, because a deletion makes a new version of the data).
-- source, summed, vintage  text  the edition, and the source of its sums
SELECT EXISTS (
  SELECT FROM area_population s
  JOIN area_population p ON p.area_id = s.area_id AND p."group" = s."group" AND p.source = :source AND p.vintage = s.vintage
  WHERE s.source = :summed AND s.vintage = :vintage
)

-- All tiles of clusters below a zoom, of the assets that everybody sees unless asked otherwise, together and by kind: the
-- same clusters as tile_clusters makes of the same assets. One statement, so that the version it notes is that of the
-- assets it reads.
-- %(day)s: for which day; %(below)s: the zoom; {x}, {y}: place in tiles of the zoom above it, of which %(tile_across)s go
-- around the world; {where}: conditions on asset. Assets are gathered once into cells of that zoom; all other zooms are
-- made of those. Sums are floating point: those of whole numbers are exact, and far faster.
WITH noted AS (
  INSERT INTO overview (version, day) SELECT version, %(day)s::date FROM data_version RETURNING version, day
), finest AS MATERIALIZED (
  SELECT kind, floor(x * 64)::int AS cell_x, floor(y * 64)::int AS cell_y, count(*)::float8 AS n,
    sum(x) AS sum_x, sum(y) AS sum_y
  FROM (SELECT asset.kind, {x} AS x, {y} AS y FROM asset WHERE ({where}) AND asset.geom IS NOT NULL OFFSET 0) placed
  GROUP BY 1, 2, 3
), each_kind AS MATERIALIZED (
  SELECT z, kind, cell_x >> up AS cell_x, cell_y >> up AS cell_y, sum(n) AS n,
    sum(sum_x) / (1 << up) AS sum_x, sum(sum_y) / (1 << up) AS sum_y
  FROM finest
  CROSS JOIN (SELECT z, %(below)s::int - 1 - z AS up FROM generate_series(0, %(below)s::int - 1) AS each (z)) zoom
  GROUP BY z, up, kind, 3, 4
), cells AS (
  SELECT 'assets' AS layer, z, cell_x, cell_y, sum(n) AS n,
    coalesce(sum(n) FILTER (WHERE kind = 'institution'), 0) AS institutions,
    coalesce(sum(n) FILTER (WHERE kind = 'program'), 0) AS programs,
    coalesce(sum(n) FILTER (WHERE kind = 'opportunity'), 0) AS opportunities,
    sum(sum_x) AS sum_x, sum(sum_y) AS sum_y
  FROM each_kind GROUP BY z, cell_x, cell_y
  UNION ALL
  SELECT layer, z, cell_x, cell_y, n, CASE layer WHEN 'institutions' THEN n ELSE 0 END,
    CASE layer WHEN 'programs' THEN n ELSE 0 END, CASE layer WHEN 'opportunities' THEN n ELSE 0 END, sum_x, sum_y
  FROM each_kind JOIN (
    VALUES ('institution', 'institutions'), ('program', 'programs'), ('opportunity', 'opportunities')
  ) AS own (kind, layer) USING (kind)
)
INSERT INTO overview_tile (version, day, layer, z, x, y, body)
SELECT noted.version, noted.day, cells.layer, cells.z, cell_x / 64, cell_y / 64,
  ST_AsMVT(cell, cells.layer, 4096, 'geom')
FROM noted CROSS JOIN cells CROSS JOIN LATERAL (
  SELECT
    ST_MakePoint(
      least(round((sum_x / n - cell_x / 64) * 4096), 4095), least(round((sum_y / n - cell_y / 64) * 4096), 4095)
    ) AS geom,
    n::int AS count, institutions::int AS institutions, programs::int AS programs, opportunities::int AS opportunities
) AS cell
GROUP BY noted.version, noted.day, cells.layer, cells.z, cell_x / 64, cell_y / 64

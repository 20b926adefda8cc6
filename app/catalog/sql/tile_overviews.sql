-- All tiles of clusters below a zoom, of the assets that everybody sees unless asked otherwise: the same clusters as
-- tile_clusters makes of the same assets. One statement, so that the version it notes is that of the assets it reads.
-- {layer}: the collection; %(day)s: for which day; %(below)s: the zoom; {x}, {y}: place in tiles of the zoom above it, of
-- which %(tile_across)s go around the world; {where}: conditions on asset. Assets are gathered once into cells of that
-- zoom; all other zooms are made of those. Sums are floating point: those of whole numbers are exact, and far faster.
WITH noted AS (
  INSERT INTO overview (version, day) SELECT version, %(day)s::date FROM data_version RETURNING version, day
), finest AS MATERIALIZED (
  SELECT floor(x * 64)::int AS cell_x, floor(y * 64)::int AS cell_y, count(*)::float8 AS n,
    (count(*) FILTER (WHERE kind = 'institution'))::float8 AS institutions,
    (count(*) FILTER (WHERE kind = 'program'))::float8 AS programs,
    (count(*) FILTER (WHERE kind = 'opportunity'))::float8 AS opportunities, sum(x) AS sum_x, sum(y) AS sum_y
  FROM (SELECT asset.kind, {x} AS x, {y} AS y FROM asset WHERE ({where}) AND asset.geom IS NOT NULL OFFSET 0) placed
  GROUP BY 1, 2
), cells AS (
  SELECT z, cell_x >> up AS cell_x, cell_y >> up AS cell_y, sum(n) AS n, sum(institutions) AS institutions,
    sum(programs) AS programs, sum(opportunities) AS opportunities,
    sum(sum_x) / (1 << up) AS sum_x, sum(sum_y) / (1 << up) AS sum_y
  FROM finest
  CROSS JOIN (SELECT z, %(below)s::int - 1 - z AS up FROM generate_series(0, %(below)s::int - 1) AS each (z)) zoom
  GROUP BY z, up, 2, 3
)
INSERT INTO overview_tile (version, day, layer, z, x, y, body)
SELECT noted.version, noted.day, '{layer}', cells.z, cell_x / 64, cell_y / 64,
  ST_AsMVT(cell, '{layer}', 4096, 'geom')
FROM noted CROSS JOIN cells CROSS JOIN LATERAL (
  SELECT
    ST_MakePoint(
      least(round((sum_x / n - cell_x / 64) * 4096), 4095), least(round((sum_y / n - cell_y / 64) * 4096), 4095)
    ) AS geom,
    n::int AS count, institutions::int AS institutions, programs::int AS programs, opportunities::int AS opportunities
) AS cell
GROUP BY noted.version, noted.day, cells.z, cell_x / 64, cell_y / 64

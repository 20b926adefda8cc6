"""Made assets, clustered as people are: near ZIP areas chosen by population, a few kilometres around their points."""

from typing import Final

from sqlalchemy import Engine, text

_ASSETS: Final = """
WITH zips AS (
  SELECT a.state, a.geoid, ST_X(a.point) AS lon, ST_Y(a.point) AS lat,
    sum(p.people) OVER (ORDER BY a.id) - p.people AS low, sum(p.people) OVER (ORDER BY a.id) AS high
  FROM area a JOIN population p ON p.area_id = a.id AND p."group" = 'total'
  WHERE a.kind = 'zip' AND p.people > 0 AND a.point IS NOT NULL
), dice AS MATERIALIZED (
  SELECT n, random() * (SELECT max(high) FROM zips) AS ticket, random() AS r1, random() AS r2
  FROM generate_series(1, :rows) n
), placed AS (
  SELECT d.*, (SELECT z.geoid FROM zips z WHERE d.ticket >= z.low AND d.ticket < z.high LIMIT 1) AS geoid FROM dice d
)
INSERT INTO asset (id, kind, subtype, name, description, url, phone, state, geom, location_precision, address, city,
  postal_code, disciplines, grades, designed_for, start_date, end_date, cost_band, delivery_mode, seats, seasons,
  source_name)
SELECT md5('bench' || n)::uuid, k.kind, k.subtype, initcap(k.word) || ' program ' || n,
  'Learn ' || k.word || ' by doing, in a small group, with people who work in it.',
  'https://www.example.org/' || n, '505-555-' || lpad((n % 10000)::text, 4, '0'), z.state,
  ST_SetSRID(ST_MakePoint(round((z.lon + 0.08 * sqrt(-2 * ln(r1 + 1e-9)) * cos(2 * pi() * r2))::numeric, 6)::float8,
    round((z.lat + 0.06 * sqrt(-2 * ln(r1 + 1e-9)) * sin(2 * pi() * r2))::numeric, 6)::float8), 4326),
  'exact', (n % 9000 + 100) || ' Main Street', 'Town ' || z.geoid, z.geoid,
  ARRAY[(ARRAY[{disciplines}])[1 + n % 4]],
  (ARRAY['{{6,7,8}}', '{{9,10,11,12}}', '{{K,1,2,3,4,5}}'])[1 + n % 3]::text[],
  (ARRAY['{{}}', '{{women-girls}}', '{{rural}}'])[1 + n % 3]::text[],
  CASE WHEN k.kind <> 'institution' THEN date '2026-01-01' + n % 300 END,
  CASE WHEN k.kind <> 'institution' THEN date '2030-06-01' + n % 300 END,
  (ARRAY['free', NULL])[1 + n % 2], 'in-person', n % 60 + 5, ARRAY['summer'], 'bench'
FROM placed JOIN zips z USING (geoid)
CROSS JOIN LATERAL (SELECT (ARRAY['program', 'program', 'institution', 'opportunity'])[1 + n % 4] AS kind,
  (ARRAY['club', 'camp', 'museum', 'internship'])[1 + n % 4] AS subtype,
  (ARRAY['robotics', 'river science', 'coding', 'solar energy', 'bridge building'])[1 + n % 5] AS word) k
"""
_PEER: Final = (
    "CREATE SCHEMA peer",
    """CREATE TABLE peer.assets AS
       SELECT id, {fields}, geom FROM asset WHERE visibility = 'public' AND deleted_at IS NULL AND status = 'active'
         AND (kind <> 'opportunity' OR least(end_date, application_deadline) IS NULL
              OR least(end_date, application_deadline) >= current_date)""",
    "ALTER TABLE peer.assets ADD PRIMARY KEY (id)",
    "CREATE INDEX ON peer.assets USING gist (geom)",
    "CREATE INDEX ON peer.assets (state)",
    "CREATE INDEX ON peer.assets (kind)",
)
"""The same rows and properties as one plain table with the usual indexes, for the peers."""
BOXES: Final = """
SELECT round(ST_X(geom)::numeric - 0.5, 4) AS west, round(ST_Y(geom)::numeric - 0.5, 4) AS south
FROM peer.assets ORDER BY md5(id::text) LIMIT :n
"""


def fill(engine: Engine, rows: int, fields: tuple[str, ...], disciplines: tuple[str, ...]) -> None:
    """`rows` made assets in place of all others, and the peers' table."""
    four = ", ".join(f"'{slug}'" for slug in disciplines[:4])
    with engine.begin() as connection:
        connection.execute(text("SELECT setseed(0.5)"))
        connection.execute(text("TRUNCATE asset CASCADE"))
        connection.execute(text(_ASSETS.format(disciplines=four)), {"rows": rows})
        for statement in _PEER:
            connection.exec_driver_sql(statement.format(fields=", ".join(fields)))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")

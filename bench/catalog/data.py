"""Made assets, clustered as people are: near ZIP areas chosen by population, a few kilometres around their points."""

from typing import Final

from sqlalchemy import Engine, text

from bench.catalog.answers import get
from bench.catalog.scenarios import DEEP, Drawn, tiles_of

_ZIPS: Final = (
    """CREATE TEMP TABLE zip ON COMMIT DROP AS
       SELECT a.state, a.geoid, ST_X(a.point) AS lon, ST_Y(a.point) AS lat,
         sum(p.people) OVER (ORDER BY a.id) - p.people AS low, sum(p.people) OVER (ORDER BY a.id) AS high
       FROM area a JOIN population p ON p.area_id = a.id AND p."group" = 'total'
       WHERE a.kind = 'zip' AND p.people > 0 AND a.point IS NOT NULL""",
    "CREATE UNIQUE INDEX ON zip (low)",
    "ANALYZE zip",
)
"""ZIP areas, each with its share of all people as a span of numbers."""
_ASSETS: Final = """
WITH dice AS MATERIALIZED (
  SELECT n, random() * (SELECT max(high) FROM zip) AS ticket, random() AS r1, random() AS r2
  FROM generate_series(1, :rows) n
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
FROM dice CROSS JOIN LATERAL (SELECT * FROM zip WHERE low <= ticket ORDER BY low DESC LIMIT 1) z
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
_BOXES: Final = """
SELECT round(ST_X(geom)::numeric - 0.5, 4) AS west, round(ST_Y(geom)::numeric - 0.5, 4) AS south
FROM peer.assets WHERE geom IS NOT NULL ORDER BY md5(id::text) LIMIT 1000
"""
_IDS: Final = "SELECT id FROM peer.assets ORDER BY md5(id::text) LIMIT 1000"
_MOST: Final = "SELECT state FROM peer.assets GROUP BY state ORDER BY count(*) DESC, state LIMIT 1"


def fill(engine: Engine, rows: int, fields: tuple[str, ...], disciplines: tuple[str, ...]) -> None:
    """`rows` made assets in place of all others, without history, and the peers' table."""
    four = ", ".join(f"'{slug}'" for slug in disciplines[:4])
    with engine.begin() as connection:
        connection.execute(text("SELECT setseed(0.5)"))
        connection.execute(text("TRUNCATE asset CASCADE"))
        connection.exec_driver_sql("ALTER TABLE asset DISABLE TRIGGER asset_audit_insert")
        for statement in _ZIPS:
            connection.exec_driver_sql(statement)
        connection.execute(text(_ASSETS.format(disciplines=four)), {"rows": rows})
        connection.exec_driver_sql("ALTER TABLE asset ENABLE TRIGGER asset_audit_insert")
        for statement in _PEER:
            connection.exec_driver_sql(statement.format(fields=", ".join(fields)))
    vacuum(engine)


def vacuum(engine: Engine) -> None:
    """Statistics and visibility of everything, as a database at rest has them."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE")


def drawn(engine: Engine, base: str) -> Drawn:
    """What requests are made of, drawn from the data; the cursor from the service at `base`."""
    with engine.connect() as connection:
        corners = [(float(west), float(south)) for west, south in connection.execute(text(_BOXES))]
        ids = [str(each) for each in connection.scalars(text(_IDS))]
        state = str(connection.scalar(text(_MOST)))
    offset, cursor = _deep(base)
    tiles = tiles_of([(west + 0.5, south + 0.5) for west, south in corners])
    return Drawn(corners, ids, state, tiles, offset, cursor)


def _deep(base: str) -> tuple[int, str]:
    """An offset deep in the list, and our path of the page after that page, from its `next` link."""
    items = f"{base}/ogc/collections/assets/items"
    offset = min(DEEP, get(f"{items}?limit=1")["numberMatched"] // 2)
    first, middle = (get(f"{items}?{query}limit=100") for query in ("", f"offset={offset}&"))
    [following], [deep] = (
        [link["href"] for link in page["links"] if link["rel"] == "next"] for page in (first, middle)
    )
    return offset, str(deep if "cursor=" in deep else following).removeprefix(base)

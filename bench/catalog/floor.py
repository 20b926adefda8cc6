"""The floor: the same pages straight from PostgreSQL by pgbench, count included, bytes not sent through HTTP."""

import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from sqlalchemy import URL, Engine, text

from bench.catalog.data import vacuum
from bench.catalog.scenarios import Drawn

_CURRENT: Final = (
    "a.visibility = 'public' AND a.deleted_at IS NULL AND a.status = 'active' AND (a.kind <> 'opportunity'"
    " OR least(a.end_date, a.application_deadline) IS NULL"
    " OR least(a.end_date, a.application_deadline) >= current_date)"
)
_PAGE: Final = """
WITH m AS MATERIALIZED (SELECT a.id FROM asset a WHERE {current} AND {where}),
  p AS (SELECT id FROM m ORDER BY id LIMIT {limit})
SELECT f.head || ',"freshness":"unverified"}}}}', (SELECT count(*) FROM m)
FROM p JOIN asset_feature f ON f.asset_id = p.id;
"""
_WALK: Final = """
SELECT f.head || ',"freshness":"unverified"}}}}'
FROM (SELECT a.id FROM asset a WHERE {current} {more} ORDER BY a.id LIMIT 100 {offset}) p
JOIN asset_feature f ON f.asset_id = p.id ORDER BY p.id;
"""
_BOX: Final = (
    "a.geom && ST_MakeEnvelope(:west::float8, :south::float8, :west::float8 + {side}, :south::float8 + {side}, 4326)"
    " AND ST_X(a.geom) BETWEEN :west::float8 AND :west::float8 + {side}"
    " AND ST_Y(a.geom) BETWEEN :south::float8 AND :south::float8 + {side}"
)
_DRAW: Final = "\\set n random(1, 1000)\nSELECT west, south FROM peer.box WHERE n = :n \\gset\n"
_TILE: Final = """\\set n random(1, {most})
SELECT z, x, y FROM peer.tile WHERE n = :n AND band = '{band}' \\gset
SELECT ST_AsMVT(t, 'assets', 4096, 'geom') FROM (
  SELECT ST_AsMVTGeom(p.g, ST_TileEnvelope(:z, :x, :y), 4096, 64) AS geom, a.id::text, a.name, a.kind, a.subtype
  FROM peer.point p JOIN asset a ON a.id = p.id
  WHERE p.g && ST_TileEnvelope(:z, :x, :y, margin => 64.0 / 4096) AND {current}) t;
"""


_TABLES: Final = (
    "DROP TABLE IF EXISTS peer.box, peer.tile, peer.point, peer.middle",
    "CREATE TABLE peer.box (n int PRIMARY KEY, west float8, south float8)",
    "CREATE TABLE peer.tile (band text, n int, z int, x int, y int, PRIMARY KEY (band, n))",
    "CREATE TABLE peer.point AS SELECT id, ST_Transform(geom, 3857) AS g FROM asset",
    "CREATE INDEX ON peer.point USING gist (g)",
    "CREATE TABLE peer.middle AS SELECT id FROM peer.assets ORDER BY id OFFSET :offset LIMIT 1",
)


def scripts(drawn: Drawn) -> dict[str, str]:
    """pgbench scripts by name; `prepare` makes what they draw from."""
    state = f"AND a.state = '{drawn.state}'"
    found = {
        "bbox 100": _DRAW + _page(_BOX.format(side=1), 100),
        "limit 1000": _DRAW + _page(_BOX.format(side=4), 1000),
        "by id": "\\set n random(1, 10000)\n"
        "SELECT head FROM asset_feature WHERE asset_id = md5('bench' || :n)::uuid;\n",
        "state 100": _walk(state),
        "CQL2 100": _page("a.seats BETWEEN 10 AND 12 AND a.kind = 'program'", 100),
        "offset 100,000": _walk(offset=f"OFFSET {drawn.offset}"),
        "cursor": _walk("AND a.id > (SELECT id FROM peer.middle)"),
    }
    for band, tiles in drawn.tiles.items():
        found[f"tiles {band}"] = _TILE.format(band=band, most=len(tiles), current=_CURRENT)
    return found


def _page(where: str, limit: int) -> str:
    return _PAGE.format(current=_CURRENT, where=where, limit=limit)


def _walk(more: str = "", offset: str = "") -> str:
    return _WALK.format(current=_CURRENT, more=more, offset=offset)


def prepare(engine: Engine, drawn: Drawn) -> None:
    """What the scripts draw from: boxes, tiles, and the points in Web Mercator with their own index."""
    boxes = [{"n": n, "w": west, "s": south} for n, (west, south) in enumerate(drawn.corners, 1)]
    tiles = [
        {"b": band, "n": n, "z": z, "x": x, "y": y}
        for band, some in drawn.tiles.items()
        for n, (z, x, y) in enumerate(some, 1)
    ]
    with engine.begin() as connection:
        for statement in _TABLES:
            connection.execute(text(statement), {"offset": drawn.offset + 100})
        connection.execute(text("INSERT INTO peer.box VALUES (:n, :w, :s)"), boxes)
        connection.execute(text("INSERT INTO peer.tile VALUES (:b, :n, :z, :x, :y)"), tiles)
    vacuum(engine)


def rate(url: URL, script: str, connections: int, seconds: int) -> float:
    """Statements a second; 0 where none ended in the time."""
    env = {
        "PGHOST": str(url.query.get("host") or url.host or ""),
        "PGPORT": str(url.query.get("port") or url.port or 5432),
        "PGUSER": url.username or "",
        "PGPASSWORD": url.password or "",
        "PGOPTIONS": "-c jit=off -c max_parallel_workers_per_gather=0",
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "script.sql"
        path.write_text(script)
        command = [
            shutil.which("pgbench") or "pgbench",
            "-n",
            "-M",
            "prepared",
            "-c",
            str(connections),
            "-j",
            "1",
        ]
        command += ["-T", f"{seconds}", "-f", str(path), str(url.database)]
        ended = subprocess.run(command, check=False, capture_output=True, text=True, env=env)
    found = re.search(r"tps = ([\d.]+)", ended.stdout)
    assert ended.returncode == 0, ended.stderr[-2000:]
    return float(found.group(1)) if found else 0.0

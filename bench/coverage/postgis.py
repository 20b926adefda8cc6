"""The same answers by PostGIS geography on a private server: `python -m bench.coverage.postgis STEP FILE`."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import numpy as np
import psycopg

from app.db.local import LocalPostgres
from bench.coverage.process import Found, answer_of, measured

CATCHMENT: Final = """
WITH pair AS MATERIALIZED (
  SELECT p.id AS place, s.id AS site, p.n, s.n AS seats,
         (exp(-0.5 * (ST_Distance(p.g, s.g) / 60000) ^ 2) - exp(-0.5)) / (1 - exp(-0.5)) AS f
  FROM place p JOIN site s ON ST_DWithin(p.g, s.g, 60000)
), ratio AS (SELECT site, min(seats) / nullif(sum(n * f), 0) AS r FROM pair GROUP BY site)
SELECT pair.place, sum(ratio.r * pair.f) FROM pair JOIN ratio USING (site) GROUP BY pair.place
"""
MEMBERS: Final = """
COPY (SELECT p.id, s.id FROM place p JOIN site s ON ST_DWithin(p.g, s.g, 60000)) TO STDOUT (FORMAT binary)
"""
_ROW: Final = np.dtype([("fields", ">i2"), ("a", ">i4"), ("place", ">i4"), ("b", ">i4"), ("site", ">i4")])
_HEAD, _TAIL = 19, 2
"""Bytes before and after the rows of a binary COPY."""


@contextmanager
def loaded(file: str) -> Iterator[psycopg.Connection[Any]]:
    """A server with tables `place` and `site` of the points, indexed."""
    with tempfile.TemporaryDirectory(prefix="stemmap-bench-", dir="/tmp") as home:
        Path(home).chmod(0o755)
        cluster = LocalPostgres(Path(home) / "cluster", durable=False)
        url = cluster.start().replace("postgresql+psycopg", "postgresql")
        try:
            with psycopg.connect(url) as connection:
                _fill(connection, np.load(file))
                yield connection
        finally:
            cluster.stop()


def _fill(connection: psycopg.Connection[Any], data: Any) -> None:
    connection.execute("CREATE EXTENSION IF NOT EXISTS postgis")
    for name, x, n in (("place", "p", "people"), ("site", "s", "seats")):
        connection.execute(f"CREATE TEMP TABLE {name} (id int, lon float8, lat float8, n float8)")
        with connection.cursor().copy(f"COPY {name} FROM STDIN") as copy:
            for row in zip(range(len(data[n])), data[f"{x}_lon"], data[f"{x}_lat"], data[n], strict=True):
                copy.write_row([row[0], *map(float, row[1:])])
        connection.execute(f"ALTER TABLE {name} ADD g geography(Point, 4326)")
        connection.execute(f"UPDATE {name} SET g = geography(ST_MakePoint(lon, lat))")  # noqa: S608 our own names
        connection.execute(f"CREATE INDEX ON {name} USING gist (g)")
        connection.execute(f"ANALYZE {name}")
    connection.execute("SET statement_timeout = 0; SET work_mem = '256MB'")


def catchment(file: str) -> Found:
    """Two-step access with the same decay."""
    with loaded(file) as connection:
        took, rows = measured(lambda: np.array(connection.execute(CATCHMENT).fetchall()), 1)
    ours = np.load(f"{file}.numba.gaussian.npz")["value"]
    value = np.zeros(len(ours))
    value[rows[:, 0].astype(int)] = rows[:, 1]
    apart = float(np.abs(value - ours).max() / ours.max())
    return took | {"cpu_s": None, "peak_mb": None, "apart": apart}


def members(file: str) -> Found:
    """The pairs within the bound, against ours."""
    with loaded(file) as connection:
        took, packed = measured(lambda: _copied(connection), 1)
    rows = np.frombuffer(
        packed, dtype=_ROW, offset=_HEAD, count=(len(packed) - _HEAD - _TAIL) // _ROW.itemsize
    )
    theirs = np.sort(rows["place"].astype(np.int64) * len(np.load(file)["seats"]) + rows["site"])
    ours = np.load(f"{file}.members.npy")
    return took | {
        "cpu_s": None,
        "peak_mb": None,
        "pairs": len(theirs),
        "different": int(np.setxor1d(theirs, ours).size),
    }


def _copied(connection: psycopg.Connection[Any]) -> bytes:
    with connection.cursor().copy(MEMBERS) as copy:
        return b"".join(copy)


if __name__ == "__main__":
    answer_of({each.__name__: each for each in (catchment, members)})

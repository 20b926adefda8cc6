"""A table many times as large, made in SQL from the assets that are there: each again, a little further on."""

from typing import Final

from sqlalchemy import Engine, text

from bench.catalog.data import vacuum

_UNREAD: Final = (
    "asset_search_gin", "asset_name_trgm", "asset_disciplines_gin", "asset_grades_gin", "asset_designed_for_gin",
    "asset_natural_name_idx", "asset_geography_gist",
)  # fmt: skip
"""Indexes that no question of the growth table reads: the table grows several times as fast without them."""
_COLUMNS: Final = """
SELECT string_agg(quote_ident(column_name), ', ') FROM information_schema.columns
WHERE table_schema = 'public' AND table_name = 'asset' AND is_generated = 'NEVER' AND column_name NOT IN ('id', 'geom')
"""
_ORIGINALS: Final = "CREATE TEMP TABLE original ON COMMIT DROP AS SELECT id FROM asset"
_AGAIN: Final = (
    """INSERT INTO asset (id, geom, {columns})
       SELECT md5(id::text || {copy})::uuid, ST_SetSRID(ST_MakePoint(ST_X(geom) + {copy} * 0.003,
         ST_Y(geom) + {copy} * 0.002), 4326), {columns}
       FROM original JOIN asset USING (id)""",
    """INSERT INTO asset_feature (asset_id, verified_at, head)
       SELECT md5(id::text || {copy})::uuid, verified_at,
         replace(head, id::text, md5(id::text || {copy})::uuid::text)
       FROM original JOIN asset_feature ON asset_id = id""",
)
"""One copy of all: what is sorted or kept for a join stays under the bound of temporary files."""
_AFTERWARDS: Final = (
    "CREATE SCHEMA IF NOT EXISTS peer",
    "DROP TABLE IF EXISTS peer.assets",
    "CREATE TABLE peer.assets AS SELECT id, state, geom FROM asset TABLESAMPLE SYSTEM (1) REPEATABLE (5)",
    "UPDATE data_version SET version = version + 1",
)


def multiply(engine: Engine, times: int) -> None:
    """Each asset `times` times, with its feature as it is sent; history and facets are not kept."""
    with engine.begin() as connection:
        columns = str(connection.scalar(text(_COLUMNS)))
        for name in _UNREAD:
            connection.exec_driver_sql(f"DROP INDEX IF EXISTS {name}")
        connection.exec_driver_sql("ALTER TABLE asset DISABLE TRIGGER USER")
        connection.exec_driver_sql("SET LOCAL work_mem = '256MB'")
        connection.exec_driver_sql(_ORIGINALS)
        for copy in range(2, times + 1):
            for statement in _AGAIN:
                connection.exec_driver_sql(statement.format(copy=copy, columns=columns))
        for statement in _AFTERWARDS:
            connection.exec_driver_sql(statement)
        connection.exec_driver_sql("ALTER TABLE asset ENABLE TRIGGER USER")
    vacuum(engine)

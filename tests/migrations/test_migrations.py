"""Migrations and models make the same schema, and the way back and forth again is open."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from sqlalchemy import Engine, create_engine, make_url, text

from app.db.engine import Database, make_engine
from app.db.schema import ROOT, check, current_revision, downgrade, migrate, newest_revision
from app.models import Base
from app.settings import Settings
from seed.load import SEED, seed_all

COLUMNS = """
SELECT table_name, column_name, data_type, udt_name, is_nullable, column_default, is_identity, identity_generation,
       is_generated, generation_expression,
       format_type(a.atttypid, a.atttypmod)
FROM information_schema.columns c
JOIN pg_attribute a ON a.attrelid = quote_ident(table_name)::regclass AND a.attname = column_name
WHERE table_schema = 'public' AND table_name IN (SELECT unnest(CAST(:tables AS text[])))
"""
CONSTRAINTS = """
SELECT conrelid::regclass::text, conname, contype, pg_get_constraintdef(oid), convalidated
FROM pg_constraint WHERE conrelid::regclass::text = ANY (CAST(:tables AS text[]))
"""
INDEXES = """
SELECT tablename, indexname, indexdef FROM pg_indexes
WHERE schemaname = 'public' AND tablename = ANY (CAST(:tables AS text[]))
"""
OURS = """
SELECT 'relation ' || relname FROM pg_class c
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v', 'm', 'S', 'p') AND relname <> 'alembic_version'
  AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = c.oid AND deptype = 'e')
UNION ALL
SELECT 'function ' || proname FROM pg_proc p
WHERE pronamespace = 'public'::regnamespace
  AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = p.oid AND deptype = 'e')
UNION ALL
SELECT 'type ' || typname FROM pg_type t
WHERE typnamespace = 'public'::regnamespace
  AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = t.oid AND deptype IN ('e', 'i'))
  AND typname NOT LIKE '\\_%' AND typrelid = 0
"""
WYOMING = """
SELECT 'asset', name FROM asset WHERE state = 'WY'
UNION ALL SELECT kind, geoid FROM area WHERE state = 'WY'
UNION ALL SELECT "group" || ' ' || method, geoid || ' ' || people
FROM population JOIN area ON area.id = area_id WHERE state = 'WY'
"""
"""Everything of one state, less what numbers and times make different each time."""


@pytest.fixture
def scratch(server: str, settings: Settings) -> Iterator[Engine]:
    """An engine on a database with nothing in it."""
    with made(server, settings) as engine:
        yield engine


@contextmanager
def made(server: str, settings: Settings) -> Iterator[Engine]:
    name = f"t_{uuid4().hex[:12]}"
    admin = create_engine(make_url(server).set(database="postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine = make_engine(make_url(server).set(database=name).render_as_string(hide_password=False), settings)
    yield engine
    engine.dispose()
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name}"))
    admin.dispose()


def described(engine: Engine, question: str) -> set[tuple[object, ...]]:
    with engine.connect() as connection:
        return {
            tuple(row) for row in connection.execute(text(question), {"tables": list(Base.metadata.tables)})
        }


def ours(engine: Engine) -> set[str]:
    with engine.connect() as connection:
        return set(connection.scalars(text(OURS)))


def test_models_and_migrations_agree(shared_database: Database) -> None:
    check(shared_database.engine)


def test_tables_made_from_the_models_are_those_of_the_migrations(
    scratch: Engine, shared_database: Database
) -> None:
    with scratch.begin() as connection:
        for extension in ("postgis", "pg_trgm", "unaccent"):
            connection.exec_driver_sql(f"CREATE EXTENSION IF NOT EXISTS {extension}")
        connection.exec_driver_sql((ROOT / "migrations" / "sql" / "0001_functions.sql").read_text())
        connection.exec_driver_sql("CREATE COLLATION \"natural\" (provider = icu, locale = 'und-u-kn-true')")
        Base.metadata.create_all(connection)
    for question, at_least in ((COLUMNS, 100), (CONSTRAINTS, 80), (INDEXES, 30)):
        migrated = described(shared_database.engine, question)
        assert len(migrated) >= at_least
        assert described(scratch, question) == migrated


def test_the_whole_way_and_again_is_nothing(scratch: Engine) -> None:
    assert current_revision(scratch) is None
    assert migrate(scratch) == newest_revision() == current_revision(scratch)
    there = [described(scratch, question) for question in (COLUMNS, CONSTRAINTS, INDEXES)], ours(scratch)
    with scratch.begin() as connection:
        connection.execute(text("UPDATE data_version SET version = 41"))
    assert migrate(scratch) == newest_revision()
    assert (
        [described(scratch, question) for question in (COLUMNS, CONSTRAINTS, INDEXES)],
        ours(scratch),
    ) == there
    with scratch.connect() as connection:
        assert connection.scalars(text("SELECT version FROM data_version")).all() == [41]


@pytest.fixture
def wyoming(tmp_path: Path) -> Path:
    """The seed, one state of it."""
    shutil.copytree(SEED / "geography", tmp_path / "geography")
    for path in (tmp_path / "geography").glob("*.parquet"):
        table = pq.read_table(path)
        keep = (
            pc.equal(table["state"], "WY")
            if "state" in table.column_names
            else pc.starts_with(table["geoid"], "56")
        )
        pq.write_table(table.filter(keep), path)
    (tmp_path / "inventory").mkdir()
    shutil.copy(SEED / "inventory" / "WY.csv", tmp_path / "inventory")
    return tmp_path


def test_the_way_back_and_forth_on_a_full_database(
    own_database: Database, wyoming: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = own_database.engine
    before, rows = ours(engine), described(engine, WYOMING)
    tables = {f"relation {table}" for table in Base.metadata.tables}
    assert tables | {"relation population", "function audit_update"} <= before
    assert len(rows) > 1000

    downgrade(engine, "base")
    assert ours(engine) == set()
    assert current_revision(engine) is None

    migrate(engine)
    assert ours(engine) == before
    monkeypatch.setattr("seed.load.SEED", wyoming)
    seed_all(own_database)
    assert described(engine, WYOMING) == rows


def test_a_migration_that_fails_leaves_the_schema_as_it_was(scratch: Engine) -> None:
    with scratch.begin() as connection:  # in the way of the last table but one of the migration
        connection.exec_driver_sql("CREATE TABLE area_share (mine int)")
    with pytest.raises(Exception, match="area_share"):
        migrate(scratch)
    assert current_revision(scratch) is None
    assert ours(scratch) == {"relation area_share"}

"""A copy of the database put back into an empty one holds the same, and works."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Engine, create_engine, make_url, text

from app.db.backup import BackupError, restore_backup, write_backup
from app.db.engine import Database
from app.db.schema import check, current_revision, newest_revision

TABLES = (
    "asset",
    "asset_identifier",
    "area",
    "area_population",
    "area_share",
    "upload",
    "audit_entry",
    "data_version",
)


def contents(engine: Engine) -> dict[str, str]:
    """A checksum of every row of each table, whatever their order."""
    checksum = "sum(('x' || substr(md5(t::text), 1, 8))::bit(32)::bigint)"
    summed = f"SELECT count(*) || ':' || coalesce({checksum}, 0) FROM {{}} t"
    with engine.connect() as connection:
        return {name: connection.scalar(text(summed.format(name))) for name in TABLES}


@pytest.fixture
def new_database(server: str) -> Iterator[Engine]:
    name = f"t_{uuid4().hex[:12]}"
    admin = create_engine(make_url(server).set(database="postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine = create_engine(make_url(server).set(database=name))
    yield engine
    engine.dispose()
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name}"))
    admin.dispose()


def test_a_restored_copy_is_the_same(shared_database: Database, new_database: Engine, tmp_path: Path) -> None:
    file = tmp_path / "stemmap.dump"
    write_backup(shared_database.engine, file)
    restore_backup(new_database, file)
    assert contents(new_database) == contents(shared_database.engine)
    assert current_revision(new_database) == newest_revision()
    check(new_database)
    with new_database.begin() as connection:  # triggers and generated columns work there too
        connection.execute(text("UPDATE asset SET name = name || ' quokka' WHERE state = 'WY'"))
        assert (
            connection.scalar(text("SELECT count(*) FROM asset WHERE search @@ to_tsquery('quokka')")) == 94
        )


def test_a_file_that_is_no_copy(new_database: Engine, tmp_path: Path) -> None:
    (tmp_path / "no.dump").write_text("hello")
    with pytest.raises(BackupError, match="pg_restore failed"):
        restore_backup(new_database, tmp_path / "no.dump")
    with pytest.raises(BackupError, match="There is no file"):
        restore_backup(new_database, tmp_path / "missing.dump")

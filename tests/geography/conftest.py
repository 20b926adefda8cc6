"""A database with the schema and nothing in it, for tests whose commits must be commits."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, make_url, text

from app.db.engine import Database, make_engine
from app.db.schema import migrate
from app.settings import Settings


@pytest.fixture(scope="module")
def empty_database(server: str, settings: Settings) -> Iterator[Database]:
    """The module's own migrated database without a row (but the data version's)."""
    name = f"t_{uuid4().hex[:12]}"
    admin = create_engine(make_url(server).set(database="postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine = make_engine(make_url(server).set(database=name).render_as_string(hide_password=False), settings)
    migrate(engine)
    yield Database(engine, settings)
    engine.dispose()
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()

"""How migrations run: one connection, one transaction, with short lock and statement timeouts.

A migration that cannot get its lock fails and can be run again; it never queues behind readers for long.
`app.db.schema` passes the connection; the `alembic` command line opens one from the settings.
"""

from alembic import context
from geoalchemy2 import alembic_helpers
from sqlalchemy import Connection, text

from app.models import Base

LOCK_TIMEOUT = "4s"
STATEMENT_TIMEOUT = "300s"
_EXTENSION_TABLES = {"spatial_ref_sys"}


def _ours(obj: object, name: str | None, kind: str, reflected: bool, compare_to: object) -> bool:
    if kind == "table" and name in _EXTENSION_TABLES:
        return False
    return bool(alembic_helpers.include_object(obj, name, kind, reflected, compare_to))


def _migrate(connection: Connection) -> None:
    connection.execute(text(f"SET lock_timeout = '{LOCK_TIMEOUT}'"))
    connection.execute(text(f"SET statement_timeout = '{STATEMENT_TIMEOUT}'"))
    connection.commit()
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        include_object=_ours,
        render_item=alembic_helpers.render_item,
        compare_type=True,
        compare_server_default=False,
    )
    with context.begin_transaction():
        context.run_migrations()


def _from_settings() -> None:
    from app.db.engine import owner_engine
    from app.settings import get_settings

    with owner_engine(get_settings()) as engine, engine.connect() as connection:
        _migrate(connection)


_given: Connection | None = context.config.attributes.get("connection")
if _given is not None:
    _migrate(_given)
else:
    _from_settings()

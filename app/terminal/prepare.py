"""From an empty database to one that can be served: schema, seed, first key, and what a crash left."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text

from app.db.engine import Database, make_engine
from app.db.schema import current_revision, migrate, newest_revision
from app.inventory.sweep import try_sweep
from app.settings import Settings
from app.stewardship.keys import create_key, has_any_key
from app.terminal.console import err


def prepare(url: str, settings: Settings) -> str | None:
    """Schema, seed and first key on the database at `url`; what is there already is left alone.

    Returns the admin key when it was made now.
    """
    from seed.load import seed_all

    engine = make_engine(url, settings, application="stemmap-prepare")
    database = Database(engine, settings)
    with _step("Schema is the newest"):
        migrate(engine)
    with _step("Reference geography and starter inventory are loaded"):
        seed_all(database, detail)
    try_sweep(database, settings, at_start=True)
    key = _first_key(database)
    err.print(f"[green]✓[/] {_asset_count(database):,} assets in the inventory")
    engine.dispose()
    return key


def sweep(url: str, settings: Settings) -> None:
    """Give up uploads that a crash left, where the database is prepared."""
    engine = make_engine(url, settings, application="stemmap-prepare")
    if current_revision(engine) == newest_revision():
        try_sweep(Database(engine, settings), settings, at_start=True)
    engine.dispose()


def detail(line: str) -> None:
    """Say what a step is at, on a quiet line of its own."""
    err.print(f"[dim]  {line}[/]")


@contextmanager
def _step(title: str) -> Iterator[None]:
    """Print a step when it is done, with its seconds; a spinner while it runs on a terminal."""
    began = time.monotonic()
    with err.status(title):
        yield
    err.print(f"[green]✓[/] {title} [dim]({time.monotonic() - began:.1f} s)[/]")


def _asset_count(database: Database) -> int:
    with database.read() as session:
        return session.scalar(text("SELECT count(*) FROM asset WHERE deleted_at IS NULL")) or 0


def _first_key(database: Database) -> str | None:
    """The admin key, when there was no key at all."""
    with database.write("setup") as session:
        if has_any_key(session):
            return None
        return create_key(session, database.settings, role="admin", states=[], label="first key")

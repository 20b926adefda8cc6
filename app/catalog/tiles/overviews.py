"""Tiles of the lowest zooms, kept ready in the database for the current data version and day.

They belong to a version: what is read is complete and of that version, or is not there, and then the tile is made for
the one who asks. Who finds them missing wakes the keeper, which makes all of them in one transaction.
"""

import logging
from datetime import date
from threading import Event
from typing import Final

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.catalog.conditions import fragments_of
from app.catalog.filters import AssetFilter
from app.catalog.fragments import all_of, as_statement
from app.catalog.tiles.grid import Tile
from app.catalog.tiles.layers import overview_statement
from app.clock import today
from app.db.engine import Database
from app.db.reader import Reader
from app.settings import Settings

_READ: Final = """\
SELECT coalesce(tile.body, '') FROM overview LEFT JOIN overview_tile tile ON tile.version = overview.version
  AND tile.day = overview.day AND tile.layer = %(layer)s AND tile.z = %(z)s AND tile.x = %(x)s AND tile.y = %(y)s
WHERE overview.version = %(version)s AND overview.day = %(day)s"""
_LOCK: Final = "SELECT pg_try_advisory_xact_lock(hashtext('stemmap overview tiles'))"
_KNOWN: Final = "SELECT EXISTS (SELECT FROM overview JOIN data_version USING (version) WHERE day = :day)"
_ACTOR: Final = "overviews"
_log = logging.getLogger("stemmap.tiles")


async def read_overview(reader: Reader, version: int, day: date, layer: str, tile: Tile) -> bytes | None:
    """A collection's tile as kept for `version` and `day`: empty where nothing is, None where it is not kept."""
    place = {"layer": layer, "z": tile.z, "x": tile.x, "y": tile.y, "version": version, "day": day}
    return await reader.octets(_READ, place)


def make_overviews(database: Database, day: date) -> bool:
    """Make the tiles of the current version and `day`, unless they are there or being made; says whether it did.

    Others read the old ones until this is committed; only one version is kept.
    """
    with database.write(_ACTOR) as session:
        if not session.scalar(text(_LOCK)) or session.scalar(text(_KNOWN), {"day": day}):
            return False
        session.execute(text("DELETE FROM overview_tile"))
        session.execute(text("DELETE FROM overview"))
        session.execute(text("SET LOCAL work_mem = '64MB'"))
        where = all_of(fragments_of(AssetFilter(), today=day))
        session.execute(as_statement(overview_statement(where, day)))
    return True


class Keeper:
    """Makes overviews when somebody found them missing, at most every `overview_every_s`."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database, self._pause_s = database, settings.overview_every_s
        self._wanted, self._over = Event(), Event()

    def wake(self) -> None:
        """Somebody found them missing."""
        self._wanted.set()

    def stop(self) -> None:
        """Let `keep` end."""
        self._over.set()
        self._wanted.set()

    def keep(self) -> None:
        """Make them whenever they are wanted, until stopped. Runs in a thread of its own."""
        while not self._over.is_set():
            self._wanted.wait()
            self._wanted.clear()
            if not self._over.is_set():
                self._try()
            self._over.wait(self._pause_s)

    def _try(self) -> None:
        try:
            make_overviews(self._database, today())
        except SQLAlchemyError as failure:
            _log.warning("Overview tiles were not made: %s", str(failure).partition("\n")[0])

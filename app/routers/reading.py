"""What routes that send stored bytes read with: connections, the data version, and counts, one of each a worker."""

from dataclasses import dataclass

from fastapi import FastAPI
from starlette.requests import Request

from app.catalog.versions import Counts, Versions
from app.db.engine import Database
from app.db.reader import Reader


@dataclass(frozen=True)
class Reading:
    """The reading side of one worker."""

    reader: Reader
    versions: Versions
    counts: Counts


def reading_of(app: FastAPI) -> Reading:
    """The reading side of `app`; made when it is first asked for."""
    if getattr(app.state, "reading", None) is None:
        database: Database = app.state.database
        settings = database.settings
        reader = Reader(database.engine.url.render_as_string(hide_password=False), settings)
        app.state.reading = Reading(
            reader, Versions(reader, settings.version_keep_s), Counts(settings.counts_kept)
        )
    reading: Reading = app.state.reading
    return reading


def reading(request: Request) -> Reading:
    """The reading side of the service that answers `request`."""
    return reading_of(request.app)

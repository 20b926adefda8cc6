"""What a service does before anybody asks, so that the first who asks does not wait for it: when it starts, and again
when the data have changed.
"""

import logging
from datetime import date
from importlib import import_module
from threading import Event
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from app.clock import today
from app.coverage.answers import answer_of, data_version
from app.coverage.question import parse_question
from app.db.engine import Database
from app.errors import AppError
from app.language.catalogs import languages
from app.language.scripts import words_address
from app.routers.visiting import Visitor

_log = logging.getLogger("stemmap.service")
_IMPORTED: Final = ("scipy.spatial", "app.maps.gap_map", "app.maps.asset_map", "pyogrio")
"""What only some answers need, and takes long to import."""
_LOOK_S: Final = 5.0
"""How often is looked whether the data changed; what changes more often than this is waited for."""


def warm_up(database: Database, visitor: Visitor | None = None) -> None:
    """Import what only some answers need, read the catalogs, answer what the gap page asks first, which is kept, and
    visit the pages.

    Where that cannot be answered, one line in the log says so: whoever asks is told why.
    """
    for name in _IMPORTED:
        import_module(name)
    for language in languages():
        words_address(language)  # reads its catalog
    try:
        answer_of(database, parse_question([], database.settings), today())
    except (SQLAlchemyError, AppError) as failure:
        _log.warning("The first coverage answer was not made ahead: %s", str(failure).partition("\n")[0])
    if visitor is not None:
        visitor.walk()


def keep_warm(database: Database, visitor: Visitor, stop: Event) -> None:
    """Warm up again whenever the data or the day are others, once they stay as they are; until `stop`."""
    warm = seen = _now(database)
    while not stop.wait(_LOOK_S):
        before, seen = seen, _now(database)
        if seen is not None and seen == before != warm:
            warm = seen
            warm_up(database, visitor)


def _now(database: Database) -> tuple[int, date] | None:
    """The version of the data and the day; None while the database does not answer."""
    try:
        return data_version(database), today()
    except (SQLAlchemyError, AppError):
        return None

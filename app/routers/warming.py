"""What a service does before anybody asks, so that the first who asks does not wait for it."""

import logging
from importlib import import_module
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from app.clock import today
from app.coverage.answers import answer_of
from app.coverage.question import parse_question
from app.db.engine import Database
from app.errors import AppError
from app.language.catalogs import languages
from app.language.scripts import words_address

_log = logging.getLogger("stemmap.service")
_IMPORTED: Final = ("scipy.spatial", "app.maps.gap_map", "app.maps.asset_map", "pyogrio")
"""What only some answers need, and takes long to import."""


def warm_up(database: Database) -> None:
    """Import what only some answers need, read the catalogs, and answer what the gap page asks first, which is kept.

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

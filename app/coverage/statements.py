"""Long SQL of this room, read as package data."""

from functools import cache
from importlib.resources import files
from typing import Final

from sqlalchemy import TextClause, text

_SQL: Final = files("app.coverage") / "sql"


@cache
def statement(name: str) -> TextClause:
    """The statement in `sql/<name>.sql`; its header says what it does and which parameters it takes."""
    return text((_SQL / f"{name}.sql").read_text(encoding="utf-8"))

"""Long SQL of this room, read as package data."""

from functools import cache
from importlib.resources import files
from typing import Final

from sqlalchemy import TextClause, text

_SQL: Final = files("app.coverage") / "sql"


_ONE_BY_ONE: Final = "OFFSET 0\n"
"""Keeps a lateral question apart from the rest, so that its rows are looked up one by one."""


@cache
def statement(name: str, *, whole_country: bool = False) -> TextClause:
    """The statement in `sql/<name>.sql`; its header says what it does and which parameters it takes.

    Of the `whole_country`, the planner may read tables through instead of looking rows up one by one.
    """
    written = (_SQL / f"{name}.sql").read_text(encoding="utf-8")
    return text(written.replace(_ONE_BY_ONE, "") if whole_country else written)

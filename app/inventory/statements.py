"""The SQL statements of this room, read once from `sql/`."""

from functools import cache
from importlib.resources import files

from sqlalchemy import TextClause, text


@cache
def statement(name: str) -> TextClause:
    """The statement in `sql/<name>.sql`."""
    return text((files("app.inventory") / "sql" / f"{name}.sql").read_text(encoding="utf-8"))

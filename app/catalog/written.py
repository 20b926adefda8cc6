"""Statements of this room that are read as SQL, from sql/<name>.sql."""

from functools import cache
from importlib.resources import files


@cache
def statement(name: str) -> str:
    """The text of sql/<name>.sql without its header: names of parameters in comments would be taken for some."""
    lines = (files("app.catalog") / "sql" / f"{name}.sql").read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith("--"))

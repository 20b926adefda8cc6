"""COPY into temporary tables, and the statements of this room."""

import io
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import pyarrow as pa
from sqlalchemy import TextClause, text
from sqlalchemy.orm import Session


@cache
def sql(name: str) -> TextClause:
    """The statement in sql/<name>.sql; its header says what it does and which parameters it takes."""
    return text(script(name))


def script(name: str) -> str:
    """The text of sql/<name>.sql."""
    return (files("app.geography") / "sql" / f"{name}.sql").read_text(encoding="utf-8")


def copy_rows(session: Session, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """COPY `rows` into `table`; returns how many there were."""
    cursor: Any = session.connection().connection.cursor()
    with cursor.copy(f"COPY {table} ({_quoted(columns)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
    return int(cursor.rowcount)


def copy_columns(session: Session, table: str, columns: pa.Table) -> int:
    """COPY the columns of `columns`, named as those of `table`; returns how many rows there were."""
    import pyarrow.csv as pa_csv

    if not columns.num_rows:
        return 0
    text_of = io.BytesIO()
    pa_csv.write_csv(columns, text_of, pa_csv.WriteOptions(include_header=False))
    cursor: Any = session.connection().connection.cursor()
    with cursor.copy(f"COPY {table} ({_quoted(columns.column_names)}) FROM STDIN (FORMAT csv)") as copy:
        copy.write(text_of.getbuffer())
    return int(cursor.rowcount)


def _quoted(columns: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)

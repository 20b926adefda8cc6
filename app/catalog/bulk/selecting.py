"""The three statements that read a whole result, each the body of a COPY that streams. Pure.

Features come as they are kept; a table for programs has typed texts that lose nothing; a table for people has lists
with semicolons, and texts that no spreadsheet program takes for a formula (the rule of OWASP ASVS 1.2.10).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.catalog.bulk.fields import FIELDS, POINT, Field
from app.catalog.feature_pages import stored_features
from app.catalog.fragments import Fragment
from app.catalog.freshness import freshness_sql, freshness_values

BETWEEN: Final = "\x1f"
"""Stands between the items of a list in the table for programs: the unit separator, which no item holds."""
_POINT: Final = {
    "lon": "trim_scale(round(ST_X(asset.geom)::numeric, 6))",
    "lat": "trim_scale(round(ST_Y(asset.geom)::numeric, 6))",
}
_LINES: Final = r"(FORMAT csv, DELIMITER E'\x01', QUOTE E'\x02')"
"""JSON has no control characters, so nothing is quoted: each row of the answer is the text itself."""


@dataclass(frozen=True)
class Question:
    """Which assets: a condition on the table `asset`, and the day for which their freshness is told."""

    where: Fragment
    today: date


def features_of(question: Question) -> Fragment:
    """A GeoJSON Feature and a line feed for each asset, by id."""
    rendering = stored_features(question.today)
    page = f"(SELECT asset.id AS key FROM asset WHERE {question.where.sql})"  # noqa: S608 - SQL of our own
    select = f"SELECT {rendering.text} FROM {page} page JOIN {rendering.join} ORDER BY page.key"  # noqa: S608
    return Fragment(f"COPY ({select}) TO STDOUT {_LINES}", {**question.where.values, **rendering.values})


def table_of(question: Question) -> Fragment:
    """CSV without a header for programs: FIELDS and POINT, lists joined by BETWEEN, NULL as nothing at all."""
    return _copied(question, _for_programs, "csv")


def sheet_of(question: Question) -> Fragment:
    """CSV with a header for people: FIELDS and POINT, lists joined by semicolons, formulas made harmless."""
    return _copied(question, _for_people, "csv, HEADER")


def _copied(question: Question, told: Callable[[Field], str], form: str) -> Fragment:
    cells = ", ".join(f'{told(field)} AS "{field.name}"' for field in (*FIELDS, *POINT))
    select = f"SELECT {cells} FROM asset WHERE {question.where.sql} ORDER BY asset.id"  # noqa: S608
    values = {**question.where.values, **freshness_values(question.today)}
    return Fragment(f"COPY ({select}) TO STDOUT (FORMAT {form})", values)


def _column(field: Field) -> str:
    if field.name in _POINT:
        return _POINT[field.name]
    return freshness_sql("asset.verified_at") if field.name == "freshness" else f"asset.{field.name}"


def _for_programs(field: Field) -> str:
    return _told(field, r"E'\x1f'")


def _for_people(field: Field) -> str:
    cell = _told(field, "'; '")
    return (
        _guarded(cell) if field.kind in ("text", "list") and field.name not in ("id", "freshness") else cell
    )


def _told(field: Field, between: str) -> str:
    column = _column(field)
    if field.kind == "list":
        return f"array_to_string({column}, {between})"
    if field.kind == "timestamp":
        return f"(to_json({column}) #>> '{{}}')"
    return f"{column}::text" if field.kind in ("json", "boolean") or column.endswith("_id") else column


def _guarded(cell: str) -> str:
    """With an apostrophe where a spreadsheet program would run it; a number keeps its sign."""
    first = f"left({cell}, 1) IN ('''', '=', '+', '-', '@', E'\\t', E'\\r')"
    runs = f"{cell} ~ E'^\\'*[=+@\\t\\r-]' AND {cell} !~ '^''*[+-]?[0-9]+([.][0-9]+)?$'"
    return f"CASE WHEN {first} AND {runs} THEN '''' || {cell} ELSE {cell} END"

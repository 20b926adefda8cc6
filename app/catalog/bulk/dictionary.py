"""The data dictionary of the files, as rows and as CSV. Pure."""

import csv
import io
from typing import Final

from app.catalog.bulk.fields import FIELDS, POINT, Field

HEADER: Final = ("field", "type", "meaning", "values")
IN_FILES: Final = {
    "text": "text",
    "list": "list of texts (joined by “; ” in CSV, XLSX and KML; JSON in GeoPackage and FlatGeobuf)",
    "json": "JSON (as text where the format has no JSON)",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "date": "date (midnight in FlatGeobuf, which has no dates)",
    "timestamp": "time in UTC (ISO 8601)",
}
"""How each type comes in the formats."""


def rows() -> list[tuple[str, str, str, str]]:
    """One row a field, below HEADER."""
    return [_row(field) for field in (*FIELDS, *POINT)]


def _row(field: Field) -> tuple[str, str, str, str]:
    return field.name, IN_FILES[field.kind], field.meaning, "; ".join(field.values)


def as_csv() -> bytes:
    """The dictionary as CSV in UTF-8 with a byte order mark, as the CSV of the data."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([HEADER, *rows()])
    return text.getvalue().encode("utf-8-sig")

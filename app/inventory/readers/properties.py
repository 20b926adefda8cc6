"""Values of JSON as text of a cell: lists “a; b”, objects as JSON, numbers as a spreadsheet shows them. Pure."""

from typing import Any

import orjson

from app.inventory.readers.cell_text import number_text


def property_text(value: Any) -> str:
    """The text of one property."""
    kind = type(value)
    if kind is str:
        return str(value).strip()
    if kind is int:
        return str(value)
    if value is None:
        return ""
    if kind is bool:
        return "yes" if value else "no"
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, list) and not any(isinstance(each, list | dict) for each in value):
        return "; ".join(filter(None, map(property_text, value)))
    return orjson.dumps(value).decode()

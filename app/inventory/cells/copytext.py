"""Values as PostgreSQL's COPY reads them: text with escapes, arrays, JSON. Pure.

Source: PostgreSQL documentation, COPY, “Text Format”; Arrays, “Array Input and Output Syntax”.
"""

from collections.abc import Sequence
from typing import Any, Final

import orjson

NULL: Final = "\\N"
"""How COPY writes the absence of a value."""
JSON_COLUMNS: Final = frozenset(("stops", "rubric_scores", "extra", "identifiers"))
_ESCAPES = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def escaped(text: str) -> str:
    """`text` with what COPY would misread escaped."""
    return text.translate(_ESCAPES)


def all_escaped(texts: list[str]) -> list[str]:
    """`escaped` over a column; the same list where nothing is to be escaped."""
    joined = ",".join(texts)
    if any(char in joined for char in "\\\n\r\t"):
        return list(map(escaped, texts))
    return texts


def copy_text(column: str, value: Any) -> str:
    """`value` of `column` in COPY's text format: None, bool, number, text, list of text, or JSON."""
    if value is None:
        return NULL
    if column in JSON_COLUMNS:
        return escaped(orjson.dumps(value).decode())
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, str):
        return escaped(value)
    return escaped(array_text(value)) if isinstance(value, list | tuple) else str(value)


def array_text(items: Sequence[str]) -> str:
    """A list of text as an array literal."""
    return "{" + ",".join(map(_quoted, items)) + "}"


def _quoted(item: str) -> str:
    return '"' + item.replace("\\", "\\\\").replace('"', '\\"') + '"'


def json_inside(text: str) -> str:
    """`text` as it stands between the quotes of a JSON string, ready for COPY."""
    return escaped(orjson.dumps(text).decode()[1:-1])

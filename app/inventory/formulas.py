"""Text that a spreadsheet program would run as a formula: made harmless in CSV we write, read back as it was. Pure.

Source of the rule: OWASP ASVS 1.2.10. A number keeps its sign: nearly every longitude here begins with a minus.
"""

import re
from typing import Final

_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
MARK: Final = "'"
"""What is put before such a text."""


def _runs(text: str) -> bool:
    """Whether `text` is a formula, marked or not: a mark before a marked one keeps both ways exact."""
    bare = text.lstrip(MARK)
    return bare.startswith(_STARTS) and not _NUMBER.fullmatch(bare)


def guarded(text: str) -> str:
    """`text` as a cell of a CSV file that a spreadsheet program may open."""
    return MARK + text if _runs(text) else text


def unguarded(text: str) -> str:
    """`text` without the mark that `guarded` puts; any other apostrophe stays."""
    return text[1:] if text.startswith(MARK) and _runs(text) else text


def unguarded_all(cells: list[str]) -> list[str]:
    """`unguarded` over a column; the same list where nothing is marked."""
    if "\n'" not in "\n" + "\n".join(cells):
        return cells
    return [unguarded(cell) for cell in cells]

"""XLSX before it is read: every member unpacked once within its limits, and what its library would not tell us.

Formulas without a stored value and error values both read as empty cells; here they are counted.
"""

import re
from dataclasses import dataclass, field

from app.errors import InvalidFileError
from app.inventory.codes import Finding, finding
from app.inventory.readers.archive import Archive

_SHEET = re.compile(r"^xl/worksheets/[^/]+\.xml$")
_ERROR = re.compile(rb'<c (?=[^>]*\bt="e")[^>]*?\br="([A-Z]{1,3}\d{1,7})"')
_UNSTORED = re.compile(
    rb'<c [^>]*?\br="([A-Z]{1,3}\d{1,7})"[^>]*>\s*<f\b[^>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>|</c>)'
)
_DOCTYPE = re.compile(rb"<!DOCTYPE|<\x00!\x00D\x00O\x00C|\x00<\x00!\x00D\x00O")
_PROLOG_BYTES = 4096
_OVERLAP_BYTES = 10_000


@dataclass
class _Cells:
    """How many such cells there are, and the first."""

    count: int = 0
    first: str = ""
    seen: set[bytes] = field(default_factory=set)


def scan_workbook(archive: Archive) -> list[Finding]:
    """Unpack every member within the limits; findings about its sheets. Raises InvalidFileError when damaged."""
    errors, unstored = _Cells(), _Cells()
    for name in archive.names:
        kept = b""
        for chunk in archive.chunks(name):
            if not kept and _DOCTYPE.search(chunk[:_PROLOG_BYTES]):
                raise InvalidFileError(
                    f"{name} in the workbook declares a document type, which is not read: save the workbook again in"
                    " your spreadsheet program.",
                    parameter="file",
                )
            if _SHEET.match(name):
                _count(_ERROR, errors, kept, chunk)
                _count(_UNSTORED, unstored, kept, chunk)
                kept = chunk[-_OVERLAP_BYTES:]
    found = []
    if errors.count:
        found.append(finding("cell-error", _row(errors.first), None, errors.first, count=errors.count))
    if unstored.count:
        found.append(
            finding("formula-without-value", _row(unstored.first), None, unstored.first, count=unstored.count)
        )
    return found


def _count(pattern: re.Pattern[bytes], cells: _Cells, kept: bytes, chunk: bytes) -> None:
    for match in pattern.finditer(kept + chunk):
        if match.end() > len(kept):  # not already counted with the piece before
            cells.count += 1
            cells.first = cells.first or match[1].decode()


def _row(cell: str) -> int:
    return int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))

"""What a file really is, by its first bytes: names and extensions are not believed."""

import re
from typing import IO, Final

from app.errors import InvalidFileError, UnsupportedFileError

_HEAD_BYTES = 4096
_SAVE_AS = "save it as CSV (comma separated) and send that"
_MAGIC: Final = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel workbook (XLS)"),
    (b"%PDF-", "a PDF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"SQLite format 3\x00", "a database or GeoPackage"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"PAR1", "a Parquet file"),
    (b"{\\rtf", "a rich text document"),
)
_ZIP_PARTS: Final = (
    (b"xl/", "an Excel workbook (XLSX)"),
    (b"[Content_Types].xml", "an Office document (XLSX or DOCX)"),
    (b"mimetypeapplication/vnd.oasis", "an OpenDocument file (ODS)"),
    (b".shp", "a zipped Shapefile"),
    (b"doc.kml", "a KMZ file"),
)
_JSON = re.compile(rb"^[\[{]\s*[\"\[{\]}]")


def refuse_other_formats(file: IO[bytes]) -> None:
    """Raise UnsupportedFileError when `file` is in truth another format, InvalidFileError when it is empty.

    Leaves the file at its start.
    """
    file.seek(0)
    head = file.read(_HEAD_BYTES)
    file.seek(0)
    if not head.strip(b"\xef\xbb\xbf \t\r\n"):
        raise InvalidFileError(
            "The file is empty: it needs a header row and at least one row.", parameter="file"
        )
    found = _kind_of(head)
    if found:
        raise UnsupportedFileError(f"This is {found}: {_SAVE_AS}.", parameter="file", accepted=["text/csv"])


def _kind_of(head: bytes) -> str | None:
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return next((kind for part, kind in _ZIP_PARTS if part in head), "a ZIP archive")
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    lower = text[:200].lower()
    if lower.startswith((b"<!doctype html", b"<html", b"<table")):
        return "a web page (HTML)"
    if text.startswith(b"<"):
        return "an XML file"
    return "a JSON file" if _JSON.match(text) else None

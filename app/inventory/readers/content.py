"""What a file really is, by its bytes: names and extensions are not believed."""

import codecs
import re
from typing import IO, Final, Literal

from app.errors import EmptyFileError, UnsupportedFileError

Kind = Literal["gzip", "zip", "xls", "gpkg", "json", "kml", "text"]
ACCEPTED: Final = (
    "CSV",
    "XLSX",
    "XLS",
    "ODS",
    "GeoJSON",
    "Shapefile (zipped)",
    "GeoPackage",
    "KML",
    "KMZ",
    "HSDS",
)
_HEAD_BYTES = 8192
_CHUNK_BYTES = 2**20
_SAVE_AS = "save it as CSV or XLSX and send that"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SQLITE = b"SQLite format 3\x00"
_GPKG_IDS = (b"GPKG", b"GP10", b"GP11")
_MAGIC: Final = (
    (b"%PDF-", "a PDF document"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"II*\x00", "a picture"),
    (b"MM\x00*", "a picture"),
    (b"PAR1", "a Parquet file"),
    (b"fgb\x03", "a FlatGeobuf file"),
    (b"{\\rtf", "a rich text document"),
    (b"\x00\x01\x00\x00Standard ", "an Access database"),
    (b"\x00\x00\x27\x0a", "a single .shp without its .dbf, .shx and .prj (put all of them into one ZIP)"),
    (b"$FL2", "an SPSS file"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
)
_OLE_STREAMS: Final = (
    ("EncryptedPackage", "a workbook with a password (remove it)"),
    ("WordDocument", "an old Word document (DOC)"),
    ("PowerPoint Document", "an old PowerPoint file (PPT)"),
)
_HTML = re.compile(r"(?is)\s*(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|table|script|meta)\b")
_ROOT = re.compile(r"<(?!\?|!)(?:[\w.-]+:)?([\w.-]+)")
_JSON = re.compile(r"^\x1e?\s*[\[{]\s*(?:[\"\[{\]}]|$)")


def recognise(file: IO[bytes]) -> Kind:
    """What `file` holds. Raises InvalidFileError when it is empty, UnsupportedFileError naming another format.

    Leaves the file at its start.
    """
    file.seek(0)
    head = file.read(_HEAD_BYTES)
    if head.startswith(_OLE):
        _refuse_other_ole(file)
    file.seek(0)
    if not head.strip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"):
        raise EmptyFileError(
            "The file is empty: it needs a header row and at least one row.", parameter="file"
        )
    return _binary(head) or _textual(head)


def _binary(head: bytes) -> Kind | None:
    for magic, name in _MAGIC:
        if head.startswith(magic):
            raise unsupported(name)
    if head[257:262] == b"ustar":
        raise unsupported("a tar archive")
    if head.startswith(_SQLITE):
        if head[68:72] not in _GPKG_IDS:
            raise unsupported("a SQLite database, but no GeoPackage")
        return "gpkg"
    for magic, kind in ((b"\x1f\x8b", "gzip"), (b"PK\x03\x04", "zip"), (b"PK\x05\x06", "zip"), (_OLE, "xls")):
        if head.startswith(magic):
            return kind  # type: ignore[return-value]
    return None


def _textual(head: bytes) -> Kind:
    text = _decoded(head)
    if _HTML.match(text):
        raise unsupported("a web page (HTML), perhaps an error page")
    if text.startswith("<"):
        return _xml(text)
    return "json" if _JSON.match(text) else "text"


def _decoded(head: bytes) -> str:
    encoding = "utf-16" if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    return head.decode(encoding, "replace").lstrip()


def _xml(text: str) -> Kind:
    if 'progid="Excel.Sheet"' in text or "office:spreadsheet" in text:
        raise unsupported("an Excel workbook in the XML form of 2003")
    bare = re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)
    root = _ROOT.search(
        re.sub(r"<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>", "", bare, flags=re.DOTALL | re.IGNORECASE)
    )
    if root and root[1] == "kml":
        return "kml"
    raise unsupported(f"an XML file ({root[1][:40]})" if root else "an XML file")


def _refuse_other_ole(file: IO[bytes]) -> None:
    """Old Office files share one container; the names of its streams tell them apart."""
    file.seek(0)
    kept = b""
    while chunk := file.read(_CHUNK_BYTES):
        for stream, name in _OLE_STREAMS:
            if stream.encode("utf-16-le") in kept + chunk:
                raise unsupported(name)
        kept = chunk[-64:]


def unsupported(name: str) -> UnsupportedFileError:
    """The refusal of a format by its name, with what to do instead."""
    return UnsupportedFileError(f"This is {name}: {_SAVE_AS}.", parameter="file", accepted=ACCEPTED)


def refuse_other_formats(file: IO[bytes]) -> None:
    """Raise UnsupportedFileError when `file` is not text with rows, InvalidFileError when it is empty."""
    kind = recognise(file)
    if kind != "text":
        raise unsupported(_NAMES[kind])


_NAMES: Final[dict[Kind, str]] = {
    "gzip": "a gzip archive",
    "zip": "a ZIP archive",
    "xls": "an old Excel workbook (XLS)",
    "gpkg": "a GeoPackage",
    "json": "a JSON file",
    "kml": "an XML file (kml)",
}

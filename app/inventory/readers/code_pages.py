"""The encoding of a Shapefile's text: what its .cpg claims, held against the bytes of its .dbf."""

import codecs
import re
from pathlib import Path
from typing import Final

from app.errors import InvalidFileError
from app.inventory.codes import Finding, finding

_CHUNK_BYTES = 2**20
_HIGH = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}|([\x80-\xff])"
)
_TEXT = re.compile(r"^(?:utf-8|ascii|cp\d+|iso8859-\d+)$")
_DIGITS = re.compile(r"\d{3,5}")
_DOS: Final = {1: "cp437", 2: "cp850"}
_LANGUAGE_BYTE = 29
_CUT_SHARE = 0.1
"""A field cut in the middle of a character is no proof against UTF-8."""


def code_page_of(dbf: Path, cpg: Path, given: str | None) -> tuple[str, list[Finding]]:
    """The codec of a .dbf's text and what is to be said about it. Raises InvalidFileError for an unknown `given`."""
    if given is not None:
        codec = _codec(given)
        if codec is None:
            raise InvalidFileError(
                f"“{given[:100]}” is no encoding: write for example UTF-8.", parameter="encoding"
            )
        return codec, []
    proven = _proven(dbf)
    claimed = _codec(cpg.read_text("ascii", "replace")) if cpg.exists() else None
    if proven is None:
        return claimed or "utf-8", []
    if claimed is None:
        return (proven, []) if proven == "utf-8" else (_dos(dbf) or proven, [finding("encoding-guessed", 0)])
    if (proven == "utf-8") != (claimed == "utf-8"):
        return proven, [finding("encoding-claim", 0, None, claimed, read=proven)]
    return claimed, []


def _proven(dbf: Path) -> str | None:
    """utf-8 or cp1252 by the bytes, None when all are ASCII."""
    characters = strays = 0
    with dbf.open("rb") as file:
        head = file.read(32)
        file.seek(int.from_bytes(head[8:10], "little"))
        while chunk := file.read(_CHUNK_BYTES):
            for match in _HIGH.finditer(chunk):
                strays += match[1] is not None
                characters += match[1] is None
    if not characters and not strays:
        return None
    return "utf-8" if strays <= _CUT_SHARE * characters else "cp1252"


def _codec(text: str) -> str | None:
    name = text.strip().lower()
    digits = _DIGITS.search(name)
    for guess in (
        name,
        {"65001": "utf-8", "88591": "iso8859-1"}.get(digits[0], "cp" + digits[0]) if digits else "",
    ):
        try:
            found = codecs.lookup(guess).name
        except LookupError:
            continue
        if _TEXT.match(found):
            return {"iso8859-1": "cp1252", "ascii": "cp1252"}.get(found, found)
    return None


def _dos(dbf: Path) -> str | None:
    with dbf.open("rb") as file:
        return _DOS.get(file.read(32)[_LANGUAGE_BYTE])

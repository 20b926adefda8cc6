"""Which encoding a text file has: what a byte order mark says, else UTF-8 strictly, else Windows-1252."""

import codecs
from dataclasses import dataclass
from typing import IO

from app.errors import InvalidFileError

_CHUNK_BYTES = 1 << 20
_CURE = "Open it in your spreadsheet program and save it as CSV UTF-8."


@dataclass(frozen=True)
class Encoding:
    """A codec's name, and whether it was guessed."""

    name: str
    guessed: bool = False


def find_encoding(file: IO[bytes], said: str | None = None) -> Encoding:
    """The encoding of `file`, every byte of it tried; `said` is one that a person named.

    Leaves the file at its start. Raises InvalidFileError naming line and byte, or for an unknown name.
    """
    if said is not None:
        return _sure(file, _codec(said))
    file.seek(0)
    start = file.read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _sure(file, "utf-16")
    without_mark = _unmarked_utf16(start)
    if without_mark:
        return _sure(file, without_mark)
    _refuse_nul(file)
    if start.startswith(codecs.BOM_UTF8):
        return _sure(file, "utf-8-sig")
    if _first_bad_byte(file, "utf-8") is None:
        return Encoding("utf-8")
    return _sure(file, "cp1252", guessed=True)


def _unmarked_utf16(start: bytes) -> str | None:
    """UTF-16 without a byte order mark: every other byte of plain letters is 0."""
    if len(start) == 4 and all(start[0::2]) and not any(start[1::2]):
        return "utf-16-le"
    if len(start) == 4 and all(start[1::2]) and not any(start[0::2]):
        return "utf-16-be"
    return None


def _codec(said: str) -> str:
    try:
        name = codecs.lookup(said).name
        "".encode(name)
    except LookupError as error:
        raise InvalidFileError(f"There is no text encoding {said!r}.", parameter="encoding") from error
    return name


def _sure(file: IO[bytes], name: str, *, guessed: bool = False) -> Encoding:
    bad = _first_bad_byte(file, name)
    if bad is None:
        return Encoding(name, guessed)
    line = _line_of(file, bad)
    said = (
        "neither UTF-8 nor Windows-1252"
        if guessed
        else name.upper().removesuffix("-SIG") + ", as it claims to be"
    )
    raise InvalidFileError(
        f"The file is not {said}: see byte {bad + 1}, line {line}. {_CURE}", parameter="file"
    )


def _first_bad_byte(file: IO[bytes], name: str) -> int | None:
    file.seek(0)
    decoder = codecs.getincrementaldecoder(name)("strict")
    done = 0
    try:
        while chunk := file.read(_CHUNK_BYTES):
            pending = len(decoder.getstate()[0])
            decoder.decode(chunk)
            done += len(chunk)
        pending = len(decoder.getstate()[0])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        return done - pending + error.start
    finally:
        file.seek(0)
    return None


def _refuse_nul(file: IO[bytes]) -> None:
    file.seek(0)
    done = 0
    while chunk := file.read(_CHUNK_BYTES):
        place = chunk.find(b"\0")
        if place >= 0:
            line = _line_of(file, done + place)
            raise InvalidFileError(
                f"The file holds a NUL byte (byte {done + place + 1}, line {line}): it is damaged. {_CURE}",
                parameter="file",
            )
        done += len(chunk)
    file.seek(0)


def _line_of(file: IO[bytes], offset: int) -> int:
    """The line (from 1) in which the byte at `offset` is."""
    file.seek(0)
    lines, left = 1, offset
    while left and (chunk := file.read(min(_CHUNK_BYTES, left))):
        lines += chunk.count(b"\n")
        left -= len(chunk)
    file.seek(0)
    return lines

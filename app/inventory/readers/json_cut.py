"""JSON of any size, one value at a time: finds where a value ends without parsing what is around it.

Memory holds one value and one piece of the file. A guess that most values end where they seem to makes it fast;
when the guess is wrong, quotes and brackets are counted.
"""

import json
import re
from typing import IO, Any

import orjson

from app.errors import InvalidFileError, TooLargeError
from app.inventory.readers.limits import Limits

_CHUNK_BYTES = 2**20
_SPACE = re.compile(rb"[ \t\r\n\x1e]*")
_TOKEN = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)|[{}\[\]]', re.DOTALL)
_SCALAR = re.compile(rb"[^,\]}\s\x1e]*")
_LIKELY_END = re.compile(rb"\}(?=\s*(?:,\s*\{|\]|\x1e|[\r\n]\s*\{))")


class JsonCutter:
    """Reads values from a file one after the other. Raises InvalidFileError with the byte, TooLargeError."""

    def __init__(self, file: IO[bytes], limits: Limits) -> None:
        file.seek(0)
        self._file, self._limits = file, limits
        self._held, self._at, self._before = b"", 0, 0
        if self._grow() and self._held.startswith(b"\xef\xbb\xbf"):
            self._at = 3

    def _grow(self) -> bool:
        """Hold one more piece, let go of what was read; False at the end of the file."""
        chunk = self._file.read(_CHUNK_BYTES)
        self._before += self._at
        self._held = self._held[self._at :] + chunk
        self._at = 0
        return bool(chunk)

    def peek(self) -> bytes:
        """The next byte that is no white space, b"" at the end."""
        while True:
            match = _SPACE.match(self._held, self._at)
            self._at = match.end() if match else self._at
            if self._at < len(self._held):
                return self._held[self._at : self._at + 1]
            if not self._grow():
                return b""

    def take(self, expected: bytes) -> None:
        """Step over a byte that must be there."""
        found = self.peek()
        if found != expected:
            raise self._broken(f"“{expected.decode()}” was expected" if found else "the file ends too early")
        self._at += 1

    def value(self) -> Any:
        """The next value, parsed."""
        return self.parsed(self.raw())

    def parsed(self, raw: bytes) -> Any:
        """A value; NaN and Infinity, which are not JSON but are often written, become the text “NaN”."""
        try:
            return orjson.loads(raw)
        except orjson.JSONDecodeError as error:
            try:
                return json.loads(raw, parse_constant=_not_finite, parse_float=_finite)
            except (ValueError, RecursionError):
                raise self._broken(str(error)) from error

    def object(self) -> Any:
        """The next value, by the guess that it is an object that ends where it seems to."""
        self.peek()
        match = _LIKELY_END.search(self._held, self._at)
        if match and match.end() - self._at <= self._limits.feature_bytes:
            try:
                found = orjson.loads(self._held[self._at : match.end()])
            except orjson.JSONDecodeError:
                return self.value()
            self._at = match.end()
            return found
        return self.value()

    def raw(self) -> bytes:
        """The bytes of the next value."""
        first = self.peek()
        end = self._scalar_end() if first not in (b"{", b"[", b'"') else self._balanced_end()
        raw = self._held[self._at : end]
        if not raw:
            raise self._broken("a value was expected" if first else "the file ends too early")
        self._at = end
        return raw

    def _scalar_end(self) -> int:
        match = _SCALAR.match(self._held, self._at)
        while match and match.end() == len(self._held) and self._grow():
            match = _SCALAR.match(self._held, self._at)
        return match.end() if match else self._at

    def _balanced_end(self) -> int:
        while True:
            end = self._balanced_within()
            if (end or len(self._held)) - self._at > self._limits.feature_bytes:
                raise self._too_large()
            if end is not None:
                return end
            if not self._grow():
                raise self._broken("the file ends too early")

    def _balanced_within(self) -> int | None:
        """Where the value ends if it ends in what is held."""
        depth = 0
        for token in _TOKEN.finditer(self._held, self._at):
            first = token[0][:1]
            if first in (b"{", b"["):
                depth += 1
                if depth > self._limits.depth:
                    raise self._too_deep()
            elif first in (b"}", b"]"):
                depth -= 1
            elif token.end() == len(self._held) and not _closed(token[0]):
                return None
            if depth <= 0:
                return token.end()
        return None

    def _too_large(self) -> TooLargeError:
        return TooLargeError(
            f"The value that begins at byte {self._before + self._at + 1:,} is larger than"
            f" {self._limits.feature_bytes / 2**20:,.0f} MiB: simplify that shape.",
            parameter="file",
        )

    def _too_deep(self) -> InvalidFileError:
        return InvalidFileError(
            f"Near byte {self._before + self._at + 1:,} lists or objects are nested deeper than"
            f" {self._limits.depth}: flatten the properties.",
            parameter="file",
        )

    def _broken(self, why: str) -> InvalidFileError:
        return InvalidFileError(
            f"The JSON is broken near byte {self._before + self._at + 1:,} ({why}): export the file again.",
            parameter="file",
        )


def _closed(string: bytes) -> bool:
    """Whether a token that reaches the end of what is held is a whole string."""
    body = string[1:-1]
    return len(string) > 1 and string.endswith(b'"') and (len(body) - len(body.rstrip(b"\\"))) % 2 == 0


def _not_finite(_: str) -> str:
    return "NaN"


def _finite(text: str) -> float | str:
    number = float(text)
    return number if abs(number) < float("inf") else "NaN"


def depth_of(value: Any, most: int) -> int:
    """How deep lists and objects are nested, counted to `most` + 1."""
    depth, level = 0, [value]
    while level and depth <= most:
        level = [
            inner
            for each in level
            if isinstance(each, dict | list)
            for inner in (each.values() if isinstance(each, dict) else each)
        ]
        depth += 1
    return depth

"""The parts of a multipart upload as they stream by: small fields are kept, the field `file` goes to a file.

The fields before the file are known when it begins, so that a bad one is refused before the file is read.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from python_multipart.multipart import parse_options_header

from app.errors import TooLargeError


@dataclass
class FormParts:
    """What the streaming parser calls, and what came of it."""

    write: Callable[[bytes], None]
    fields_max_bytes: int
    on_file: Callable[[dict[str, str]], None]
    fields: dict[str, str] = field(default_factory=dict)
    found: bool = False
    whole: bool = False
    file_name: str = ""
    _name: str = ""
    _is_file: bool = False
    _text: bytearray = field(default_factory=bytearray)
    _text_bytes: int = 0
    _header_name: bytearray = field(default_factory=bytearray)
    _header_value: bytearray = field(default_factory=bytearray)

    def callbacks(self) -> dict[str, Any]:
        """For the parser, by its names."""
        return {
            "on_part_begin": self._begin,
            "on_header_field": lambda data, start, end: self._header_name.extend(data[start:end]),
            "on_header_value": lambda data, start, end: self._header_value.extend(data[start:end]),
            "on_header_end": self._header_end,
            "on_headers_finished": self._headers_finished,
            "on_part_data": self._data,
            "on_part_end": self._part_end,
            "on_end": self._end,
        }

    def _begin(self) -> None:
        self._name, self._is_file = "", False
        self._text.clear()

    def _header_end(self) -> None:
        if bytes(self._header_name).lower() == b"content-disposition":
            _, options = parse_options_header(bytes(self._header_value))
            self._name = options.get(b"name", b"").decode("utf-8", "replace")
            if self._name == "file" and not self.found:
                self._is_file = True
                self.file_name = options.get(b"filename", b"").decode("utf-8", "replace")
        self._header_name.clear()
        self._header_value.clear()

    def _headers_finished(self) -> None:
        if self._is_file:
            self.found = True
            self.on_file(self.fields)

    def _data(self, data: bytes, start: int, end: int) -> None:
        piece = data[start:end]
        if self._is_file:
            self.write(piece)
            return
        self._text_bytes += len(piece)
        if self._text_bytes > self.fields_max_bytes:
            raise TooLargeError("The fields of this form are too large.")
        self._text.extend(piece)

    def _part_end(self) -> None:
        if not self._is_file and self._name:
            self.fields[self._name] = self._text.decode("utf-8", "replace")

    def _end(self) -> None:
        self.whole = True

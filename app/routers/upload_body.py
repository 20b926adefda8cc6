"""The body of an upload: taken piece by piece into a spooled file, counted while it comes.

Nothing here runs before the caller's key, the length and the state were checked.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from fastapi import Request
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from app.errors import AppError, BadParameterError, LengthRequiredError, TooLargeError, UnsupportedFileError
from app.settings import Settings

_IN_MEMORY_BYTES = 2**20
_FRAME_BYTES = 64 * 2**10
"""What a multipart envelope may add to the file itself."""
RAW_TYPES = (
    "text/csv",
    "text/plain",
    "text/tab-separated-values",
    "application/csv",
    "application/octet-stream",
)


class SlowBodyError(AppError):
    """The body came too slowly; send it again on a better connection."""

    status = 408
    code = "body-too-slow"


@dataclass
class Received:
    """The file of an upload, at its start, and the name its sender gave it."""

    file: IO[bytes]
    file_name: str = "upload.csv"


def check_length(request: Request, settings: Settings) -> None:
    """Refuse a body without a length (411) or one that is too large (413), without reading it."""
    length = request.headers.get("content-length", "")
    if not length.isascii() or not length.isdigit():
        raise LengthRequiredError
    if int(length) > settings.upload_max_bytes + _FRAME_BYTES:
        raise too_large(settings)


def too_large(settings: Settings) -> TooLargeError:
    """The error that names the limit."""
    return TooLargeError(
        f"An upload may have {settings.upload_max_bytes / 2**20:,.0f} MiB at most: send the file in parts.",
        parameter="file",
    )


@asynccontextmanager
async def received(request: Request, settings: Settings) -> AsyncIterator[Received]:
    """The uploaded file for one block: multipart field `file`, or the raw body. Deleted afterwards."""
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    with SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES) as file:
        try:
            async with asyncio.timeout(settings.upload_body_timeout_s):
                if kind == b"multipart/form-data":
                    name = await _multipart(request, options.get(b"boundary", b""), file, settings)
                else:
                    name = await _raw(request, kind.decode("latin-1"), file, settings)
        except TimeoutError as error:
            raise SlowBodyError from error
        file.seek(0)
        yield Received(file, name)


async def _raw(request: Request, kind: str, file: IO[bytes], settings: Settings) -> str:
    if kind not in RAW_TYPES:
        raise UnsupportedFileError(
            f"A body of type {kind or 'unknown'} is not read: send text/csv or a form with the field “file”.",
            parameter="Content-Type",
            accepted=["multipart/form-data", *RAW_TYPES],
        )
    async for chunk in request.stream():
        _write(file, chunk, settings)
    return "upload.csv"


def _write(file: IO[bytes], chunk: bytes, settings: Settings) -> None:
    file.write(chunk)
    if file.tell() > settings.upload_max_bytes:
        raise too_large(settings)


@dataclass
class _Part:
    """The part of the form that is being read."""

    file: IO[bytes]
    settings: Settings
    wanted: bool = False
    found: bool = False
    whole: bool = False
    file_name: str = "upload.csv"
    header_name: bytearray = field(default_factory=bytearray)
    header_value: bytearray = field(default_factory=bytearray)

    def callbacks(self) -> dict[str, Any]:
        """What the streaming parser calls."""
        return {
            "on_part_begin": self.begin,
            "on_header_field": lambda data, start, end: self.header_name.extend(data[start:end]),
            "on_header_value": lambda data, start, end: self.header_value.extend(data[start:end]),
            "on_header_end": self.header_end,
            "on_part_data": self.data,
            "on_end": self.end,
        }

    def begin(self) -> None:
        self.wanted = False

    def header_end(self) -> None:
        if bytes(self.header_name).lower() == b"content-disposition":
            _, options = parse_options_header(bytes(self.header_value))
            self.wanted = options.get(b"name") == b"file" and not self.found
            if self.wanted:
                self.found = True
                self.file_name = options.get(b"filename", b"").decode("utf-8", "replace") or self.file_name
        self.header_name.clear()
        self.header_value.clear()

    def end(self) -> None:
        self.whole = True

    def data(self, data: bytes, start: int, end: int) -> None:
        if self.wanted:
            _write(self.file, data[start:end], self.settings)


async def _multipart(request: Request, boundary: bytes, file: IO[bytes], settings: Settings) -> str:
    part = _Part(file, settings)
    taken = 0
    try:
        parser = MultipartParser(boundary, part.callbacks())  # type: ignore[arg-type]
        async for chunk in request.stream():
            taken += len(chunk)
            if taken > settings.upload_max_bytes + _FRAME_BYTES:
                raise too_large(settings)
            parser.write(chunk)
        parser.finalize()
    except FormParserError as error:
        raise BadParameterError("The multipart body is not well formed.", parameter="Content-Type") from error
    if not part.whole:
        raise BadParameterError("The multipart body ends too early: send it again.", parameter="file")
    if not part.found:
        raise BadParameterError("The form has no field “file”.", parameter="file", accepted=["file"])
    return part.file_name

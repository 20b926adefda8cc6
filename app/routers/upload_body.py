"""The body of an upload: taken piece by piece into a spooled file, counted and timed while it comes.

Nothing here runs before the caller's key, the length and the state were checked.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile
from typing import IO

from fastapi import Request
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from app.db.pauses import pause_point
from app.errors import AppError, BadParameterError, LengthRequiredError, TooLargeError
from app.routers.upload_form import FormParts
from app.settings import Settings

_IN_MEMORY_BYTES = 2**20
_FRAME_BYTES = 64 * 2**10
"""What a multipart envelope may add to the file itself."""
_NAMELESS = "upload"


class SlowBodyError(AppError):
    """The body came too slowly; send it again on a better connection."""

    status = 408
    code = "body-too-slow"


@dataclass
class Received:
    """The file of an upload, at its start, the name its sender gave it, and the form's other fields."""

    file: IO[bytes]
    file_name: str = _NAMELESS
    fields: dict[str, str] = field(default_factory=dict)


def check_length(request: Request, settings: Settings) -> int:
    """The length in bytes. Refuses a body without one (411) or too large a one (413), without reading it."""
    length = request.headers.get("content-length", "")
    if not length.isascii() or not length.isdigit():
        raise LengthRequiredError
    if int(length) > settings.upload_max_bytes + _FRAME_BYTES:
        raise too_large(settings)
    return int(length)


def too_large(settings: Settings) -> TooLargeError:
    """The error that names the limit."""
    return TooLargeError(
        f"An upload may have {settings.upload_max_bytes / 2**20:,.0f} MiB at most: send the file in parts.",
        parameter="file",
    )


def _accept(_: dict[str, str]) -> None:
    """Any fields will do."""


@asynccontextmanager
async def received(
    request: Request, settings: Settings, on_file: Callable[[dict[str, str]], None] = _accept
) -> AsyncIterator[Received]:
    """The uploaded file for one block: multipart field `file`, or the raw body. Deleted afterwards.

    `on_file` gets the form's fields that came before the file, and may refuse them.
    """
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    with SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES) as file:
        body = Received(file)
        if kind == b"multipart/form-data":
            await _multipart(request, options.get(b"boundary", b""), body, settings, on_file)
        else:
            async for chunk in _paced(request, settings):
                _write(file, chunk, settings)
        file.seek(0)
        yield body


def _write(file: IO[bytes], chunk: bytes, settings: Settings) -> None:
    file.write(chunk)
    pause_point("body-half-received")
    if file.tell() > settings.upload_max_bytes:
        raise too_large(settings)


async def _paced(request: Request, settings: Settings) -> AsyncIterator[bytes]:
    """The body in pieces. Raises SlowBodyError when it falls behind the least rate or takes too long."""
    pieces = aiter(request.stream())
    begin, taken = asyncio.get_running_loop().time(), 0
    while True:
        behind_s = settings.upload_body_grace_s + taken / settings.upload_min_bytes_per_s
        try:
            async with asyncio.timeout_at(begin + min(behind_s, settings.upload_body_timeout_s)):
                chunk = await anext(pieces)
        except StopAsyncIteration:
            return
        except TimeoutError as error:
            raise SlowBodyError from error
        taken += len(chunk)
        if taken > settings.upload_max_bytes + _FRAME_BYTES:
            raise too_large(settings)
        yield chunk


async def _multipart(
    request: Request,
    boundary: bytes,
    body: Received,
    settings: Settings,
    on_file: Callable[[dict[str, str]], None],
) -> None:
    parts = FormParts(lambda piece: _write(body.file, piece, settings), settings.form_max_bytes, on_file)
    try:
        parser = MultipartParser(boundary, parts.callbacks())  # type: ignore[arg-type]
        async for chunk in _paced(request, settings):
            parser.write(chunk)
        parser.finalize()
    except FormParserError as error:
        raise BadParameterError("The multipart body is not well formed.", parameter="Content-Type") from error
    if not parts.whole:
        raise BadParameterError("The multipart body ends too early: send it again.", parameter="file")
    if not parts.found:
        raise BadParameterError("The form has no field “file”.", parameter="file", accepted=["file"])
    body.file_name, body.fields = parts.file_name or _NAMELESS, parts.fields

"""gzip: unpacked to a scratch file, counted while it comes, so that a bomb stops at the limit."""

import gzip
import zlib
from typing import IO

from app.errors import InvalidFileError, TooLargeError
from app.inventory.readers.limits import Limits
from app.inventory.readers.scratch import scratch_file

_CHUNK_BYTES = 2**20


def gunzip(file: IO[bytes], limits: Limits) -> IO[bytes]:
    """What is in the gzip `file`, as a file of our own that the caller closes.

    Raises TooLargeError over `limits.unpacked_bytes`, InvalidFileError when it is damaged or cut off.
    """
    file.seek(0)
    out = scratch_file()
    try:
        _copy(file, out, limits)
    except BaseException:
        out.close()
        raise
    out.seek(0)
    return out


def _copy(file: IO[bytes], out: IO[bytes], limits: Limits) -> None:
    try:
        with gzip.GzipFile(fileobj=file, mode="rb") as packed:
            while chunk := packed.read(_CHUNK_BYTES):
                out.write(chunk)
                if out.tell() > limits.unpacked_bytes:
                    raise unpacked_too_large(limits)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise InvalidFileError(
            f"The gzip archive is damaged or cut off ({error}): make it again.", parameter="file"
        ) from error


def unpacked_too_large(limits: Limits) -> TooLargeError:
    """The error that names the limit."""
    return TooLargeError(
        f"Unpacked, the file has more than {limits.unpacked_bytes / 2**20:,.0f} MiB: send it in parts.",
        parameter="file",
    )

"""ZIP: looked at before anything is read; members are read by number and never written under their own names."""

import re
import stat
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO, Final

from app.errors import InvalidFileError, TooLargeError
from app.inventory.readers.gunzip import unpacked_too_large
from app.inventory.readers.limits import Limits

_CHUNK_BYTES = 2**20
_RATIO_FROM_BYTES = 64 * 2**20
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_CLUTTER = re.compile(r"(^|/)(__MACOSX/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|\._|~\$)|/$", re.IGNORECASE)
_DAMAGED = (zipfile.BadZipFile, EOFError, OSError, zlib.error, NotImplementedError, ValueError, UnicodeError)


class Archive:
    """A ZIP whose directory was found harmless: `names` are its members without clutter.

    Raises InvalidFileError for a damaged or dangerous archive, TooLargeError for a bomb.
    """

    def __init__(self, file: IO[bytes], limits: Limits) -> None:
        file.seek(0)
        self._limits = limits
        try:
            self._zip = zipfile.ZipFile(file)
        except _DAMAGED as error:
            raise _damaged(str(error)) from error
        self._refuse_bombs()
        for member in self._zip.infolist():
            _refuse_dangerous(member)
        self.names = tuple(name for name in self._zip.namelist() if not _CLUTTER.search(name))
        self._refuse_doubles()

    def _refuse_bombs(self) -> None:
        members = self._zip.infolist()
        if len(members) > self._limits.zip_entries:
            raise TooLargeError(
                f"The archive has {len(members):,} entries; {self._limits.zip_entries:,} are accepted.",
                parameter="file",
            )
        unpacked = sum(member.file_size for member in members)
        packed = sum(member.compress_size for member in members)
        if unpacked > self._limits.unpacked_bytes:
            raise unpacked_too_large(self._limits)
        if unpacked > _RATIO_FROM_BYTES and unpacked > self._limits.zip_ratio * packed:
            raise TooLargeError(
                f"The archive would grow {unpacked // max(packed, 1):,} times when unpacked;"
                f" {self._limits.zip_ratio} times is accepted. Send the file as it is.",
                parameter="file",
            )

    def _refuse_doubles(self) -> None:
        twice = [name for name, count in Counter(map(str.casefold, self.names)).items() if count > 1]
        if twice:
            raise InvalidFileError(f"The archive holds “{twice[0]}” twice: make it again.", parameter="file")

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of a member in pieces, no more than it declared. Raises InvalidFileError when damaged."""
        try:
            left = self._zip.getinfo(name).file_size
            with self._zip.open(name) as member:
                while chunk := member.read(_CHUNK_BYTES):
                    left -= len(chunk)
                    if left < 0:
                        raise _damaged(f"{name} is longer than it says")
                    yield chunk
            if left:
                raise _damaged(f"{name} is shorter than it says")
        except _DAMAGED as error:
            raise _damaged(f"{name}: {error}") from error

    def copy(self, name: str, out: IO[bytes]) -> None:
        """Write a member into `out`."""
        for chunk in self.chunks(name):
            out.write(chunk)

    def ending(self, suffix: str) -> list[str]:
        """The members whose name ends so, whatever the case."""
        return [name for name in self.names if name.lower().endswith(suffix)]


def _refuse_dangerous(member: zipfile.ZipInfo) -> None:
    path = PurePosixPath(member.filename.replace("\\", "/"))
    said = None
    if member.flag_bits & 1:
        said = "is protected by a password: send it without"
    elif path.is_absolute() or ".." in path.parts or re.match(r"[A-Za-z]:", member.filename):
        said = "points to a folder outside the archive: make the archive again"
    elif stat.S_ISLNK(member.external_attr >> 16):
        said = "is a link: put the file itself into the archive"
    elif member.compress_type not in _METHODS:
        said = "is packed in an unusual way: make a plain ZIP (deflate)"
    if said:
        raise InvalidFileError(f"In the archive, “{member.filename[:100]}” {said}.", parameter="file")


def _damaged(why: str) -> InvalidFileError:
    return InvalidFileError(
        f"The archive is damaged or cut off ({why[:200]}): make it again.", parameter="file"
    )

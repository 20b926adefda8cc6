"""Layers of tiles on disk, shared by the workers of a service and kept over restarts. Bounded in bytes.

A file's name tells all that its content depends on, the data version included, so a file is never wrong; what nobody
asks for any more is the oldest and goes first. Why on disk: docs/adr/0009.
"""

import hashlib
import os
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from threading import Lock
from typing import Final

from app.db.reader import Reader
from app.settings import Settings

FOLDER: Final = "tiles"
_STAMP: Final = "SELECT version, changed_at FROM data_version"
_LOOKS: Final = 8
"""A worker looks what is there after it wrote this part of its share."""


class Shelf:
    """The folder of tiles in the data folder. All of it blocks: use it off the event loop, but for `get`."""

    def __init__(self, settings: Settings) -> None:
        self._folder = settings.home / FOLDER
        self._most = settings.tile_disk_bytes
        self._step = self._most // (_LOOKS * settings.workers)
        self._unlooked = self._step
        self._lock = Lock()

    def get(self, key: object) -> bytes | None:
        """The bytes kept for `key`. A few microseconds: the file is in the system's memory or small."""
        with suppress(OSError):
            return self._path(key).read_bytes()
        return None

    def keep(self, key: object, body: bytes) -> None:
        """Keep `body`, making room first. Where the disk refuses, nothing is kept: it is only a cache."""
        if len(body) > self._step:
            return
        with self._lock, suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._unlooked += len(body)
            if self._unlooked > self._step:
                self._make_room()
                self._unlooked = len(body)
            path = self._path(key)
            part = path.with_name(f"{path.name}.{token_hex(4)}")
            part.write_bytes(body)
            part.replace(path)

    def _make_room(self) -> None:
        """Delete the oldest until all workers can write their step without reaching the bound."""
        with os.scandir(self._folder) as entries:
            files = sorted((entry.stat().st_mtime, entry.stat().st_size, entry.path) for entry in entries)
        size = sum(size for _, size, _ in files)
        allowed = self._most - self._most // _LOOKS
        for _, length, path in files:
            if size <= allowed:
                return
            Path(path).unlink(missing_ok=True)
            size -= length

    def _path(self, key: object) -> Path:
        return self._folder / hashlib.blake2b(repr(key).encode(), digest_size=20).hexdigest()


class Stamps:
    """A data version with the time at which it came about: unlike the number alone, the same never twice.

    A database that was restored from a backup counts on from the version it had then.
    """

    def __init__(self) -> None:
        self._known: tuple[int, str] | None = None

    async def of(self, reader: Reader, version: int) -> str | None:
        """The stamp of `version`; None where it is over by now."""
        if self._known is None or self._known[0] != version:
            [[number, changed_at]] = await reader.cells(_STAMP, {})
            self._known = int(number or 0), f"{number!r} {changed_at!r}"
        return self._known[1] if self._known[0] == version else None

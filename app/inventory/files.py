"""The files of uploads while they wait: kept in the data folder until they are applied or abandoned."""

import hashlib
import os
from pathlib import Path
from typing import IO
from uuid import UUID

from app.settings import Settings

_CHUNK_BYTES = 1 << 20
_FILE_NAME_CHARS = 200
_DROPPED = ".dropped"
_BROKEN_OFF = ".again"
_OWNER = "uploads-of-database"


def kept_file(settings: Settings, upload_id: UUID) -> Path:
    """Where the file of an upload is kept. The name is ours, never the sender's."""
    return settings.home / "uploads" / str(upload_id)


def keep_file(settings: Settings, upload_id: UUID, file: IO[bytes]) -> tuple[int, str]:
    """Copy `file` (binary, seekable) to where it is kept; gives its size in bytes and its SHA-256."""
    path = kept_file(settings, upload_id)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("wb") as copy:
        return _read_through(file, copy)


def measure(file: IO[bytes]) -> tuple[int, str]:
    """Size in bytes and SHA-256 of `file`; leaves it at its start."""
    return _read_through(file, None)


def _read_through(file: IO[bytes], copy: IO[bytes] | None) -> tuple[int, str]:
    file.seek(0)
    digest, size = hashlib.sha256(), 0
    while chunk := file.read(_CHUNK_BYTES):
        digest.update(chunk)
        size += len(chunk)
        if copy is not None:
            copy.write(chunk)
    file.seek(0)
    return size, digest.hexdigest()


def forget_file(settings: Settings, upload_id: UUID) -> None:
    """Delete the kept file of an upload, and the mark that it was dropped, if they are there."""
    kept_file(settings, upload_id).unlink(missing_ok=True)
    _mark(settings, upload_id).unlink(missing_ok=True)
    _mark(settings, upload_id, _BROKEN_OFF).unlink(missing_ok=True)


def mark_broken_off(settings: Settings, upload_id: UUID, options: str) -> None:
    """Leave a mark beside the kept file: its check was broken off, and is to be done again with these options."""
    _mark(settings, upload_id, _BROKEN_OFF).write_text(options, "utf-8")


def broken_off(settings: Settings) -> list[UUID]:
    """The uploads with such a mark."""
    folder = kept_file(settings, UUID(int=0)).parent
    return sorted(UUID(path.stem) for path in folder.glob(f"*{_BROKEN_OFF}"))


def take_mark(settings: Settings, upload_id: UUID) -> str | None:
    """Take the mark away and give its options; None where somebody else was quicker."""
    mark = _mark(settings, upload_id, _BROKEN_OFF)
    mine = mark.with_suffix(f".{os.getpid()}")
    try:
        mark.rename(mine)
    except FileNotFoundError:
        return None
    options = mine.read_text("utf-8")
    mine.unlink()
    return options


def drop_file(settings: Settings, upload_id: UUID) -> None:
    """Leave a mark instead of the kept file: the upload is to be given up, but the database cannot be told now."""
    _mark(settings, upload_id).touch()
    kept_file(settings, upload_id).unlink(missing_ok=True)


def _mark(settings: Settings, upload_id: UUID, suffix: str = _DROPPED) -> Path:
    return kept_file(settings, upload_id).with_suffix(suffix)


def kept_files(settings: Settings) -> dict[UUID, Path]:
    """The files that are kept in this data folder, by upload; marks of dropped ones among them."""
    folder = kept_file(settings, UUID(int=0)).parent
    return {UUID(path.stem): path for path in folder.glob("*-*-*-*-*")}


def dropped_files(settings: Settings) -> dict[UUID, Path]:
    """The marks of dropped files, by upload."""
    return {upload_id: path for upload_id, path in kept_files(settings).items() if path.suffix == _DROPPED}


def owner_of(settings: Settings) -> str:
    """The database whose uploads are kept in this data folder, as `note_owner` wrote it; empty where none is noted."""
    mark = settings.home / _OWNER
    return mark.read_text("utf-8") if mark.exists() else ""


def note_owner(settings: Settings, database: str) -> None:
    """Note whose uploads are kept in this data folder."""
    mark = settings.home / _OWNER
    mark.write_text(database, "utf-8")


def plain_name(name: str) -> str:
    """The last part of a path, printable and short."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(char for char in last if char.isprintable())[:_FILE_NAME_CHARS] or "upload.csv"

"""The folder of travel tables: `travel/NAME.csv` or `.parquet` in the data folder, found by name and digest.

The operator may put files there; editors send them. A table is its file: its digest is the SHA-256 of the file's
bytes. Every worker sees the same folder.
"""

import hashlib
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, Final

from app.errors import BadParameterError, NotFoundError

ENDINGS: Final = (".parquet", ".csv")
DIGEST_CHARS: Final = 16
_NAME = re.compile(r"^[a-z0-9][a-z0-9_-]{0,59}$")
_CHUNK: Final = 1 << 20


@dataclass(frozen=True)
class Kept:
    """A table's file: its name, digest (the first characters of the SHA-256, hex) and size."""

    name: str
    digest: str
    path: Path
    size: int


_lent: dict[str, Path] = {}


def lend(path: Path) -> str:
    """Let this process use a file that is not in the folder; the name and digest under which it is found.

    Raises BadParameterError for a file that is not there.
    """
    if not path.is_file():
        raise BadParameterError(f"There is no file {path}.", parameter="travel")
    name = re.sub(r"[^a-z0-9_-]+", "-", path.stem.lower()).strip("-_")[:60] or "table"
    digest = _digest(path)
    _lent[digest] = path
    return f"{name}@{digest}"


def forget_lent() -> None:
    """Only the folder's tables are found again."""
    _lent.clear()


def folder_of(home: Path) -> Path:
    """Where tables are."""
    return home / "travel"


def known_name(text: str) -> str:
    """`text` as the name of a table. Raises BadParameterError."""
    name = text.strip().lower()
    if not _NAME.match(name):
        raise BadParameterError(
            f"`{text[:80]}` is no name of a travel table: use small letters, digits, - and _, 60 at most.",
            parameter="travel",
        )
    return name


def find(home: Path, name: str, digest: str | None = None) -> Kept | None:
    """The table `name`, with the beginning of a digest the one that has it; None where there is none."""
    if digest and (path := _lent.get(digest)) and path.is_file():
        return _kept(name, path)
    for ending in ENDINGS:
        path = folder_of(home) / f"{name}{ending}"
        if path.is_file():
            kept = _kept(name, path)
            return kept if digest is None or kept.digest.startswith(digest) else None
    return None


def all_tables(home: Path) -> list[Kept]:
    """Every table of the folder, by name."""
    return [found for name in names_of(home) if (found := find(home, name))]


def names_of(home: Path) -> tuple[str, ...]:
    """Names of the tables in the folder."""
    folder = folder_of(home)
    paths = folder.iterdir() if folder.is_dir() else ()
    return tuple(sorted({path.stem for path in paths if path.suffix in ENDINGS and _NAME.match(path.stem)}))


def drop(home: Path, name: str) -> None:
    """Forget a table. Raises NotFoundError."""
    found = find(home, known_name(name))
    if found is None:
        raise NotFoundError(f"There is no travel table `{name[:60]}`.")
    found.path.unlink(missing_ok=True)


def put(home: Path, name: str, ending: str, write: Callable[[BinaryIO], None]) -> Kept:
    """Keep what `write` writes as the table `name`, in place of one of that name; all of it or nothing."""
    folder, name = folder_of(home), known_name(name)
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f".{name}.{os.getpid()}.{os.urandom(4).hex()}.part"
    try:
        with part.open("wb") as file:
            write(file)
        path = part.rename(folder / f"{name}{ending}")
    finally:
        part.unlink(missing_ok=True)
    for other in ENDINGS:
        if other != ending:
            (folder / f"{name}{other}").unlink(missing_ok=True)
    return _kept(name, path)


def _kept(name: str, path: Path) -> Kept:
    return Kept(name, _digest(path), path, path.stat().st_size)


def _digest(path: Path) -> str:
    seen = path.stat()
    return _digest_of(path, seen.st_ino, seen.st_size, seen.st_mtime_ns)


@lru_cache(maxsize=256)
def _digest_of(path: Path, _inode: int, _size: int, _changed_ns: int) -> str:
    found = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            found.update(chunk)
    return found.hexdigest()[:DIGEST_CHARS]

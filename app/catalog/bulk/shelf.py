"""Snapshots on disk: where they are, which there are, and what each holds. Reads; `snapshots` writes.

`downloads/v123/NM/` is the snapshot of one state at one data version; `all` stands for every state together. A folder
is there as a whole or not at all.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from app.catalog.bulk.packages import PACKAGE, Made
from app.settings import Settings
from app.vocabulary.codes import STATES

ALL: Final = "all"
_VERSION: Final = re.compile(r"v([0-9]{1,18})")


@dataclass(frozen=True)
class Snapshot:
    """One state (or all) at one data version, with its files."""

    version: int
    state: str
    title: str
    date: str
    changed_at: str
    citation: str
    licence_url: str
    files: tuple[Made, ...]

    @property
    def path(self) -> str:
        """Its address, without the host."""
        return f"/downloads/v{self.version}/{self.state}"


def shelf(settings: Settings) -> Path:
    """The folder of all snapshots."""
    return settings.home / "downloads"


def versions(settings: Settings) -> list[int]:
    """Data versions that have snapshots, the newest first."""
    folder = shelf(settings)
    names = (path.name for path in folder.iterdir()) if folder.is_dir() else ()
    return sorted((int(found[1]) for name in names if (found := _VERSION.fullmatch(name))), reverse=True)


def snapshots(settings: Settings, version: int) -> Iterator[Snapshot]:
    """All snapshots of a version: every state together first, then by postal code."""
    for state in (ALL, *sorted(STATES)):
        found = snapshot(settings, version, state)
        if found is not None:
            yield found


def snapshot(settings: Settings, version: int, state: str) -> Snapshot | None:
    """The snapshot of `state` (or ALL), None when there is none."""
    if state != ALL and state not in STATES:
        return None
    folder = shelf(settings) / f"v{version}" / state
    try:
        return _read(folder, version, state)
    except FileNotFoundError:
        return None


def folder_of(settings: Settings, found: Snapshot) -> Path:
    """Where its files are."""
    return shelf(settings) / f"v{found.version}" / found.state


def package_file(settings: Settings, found: Snapshot) -> Made:
    """The description itself as a file."""
    text = (folder_of(settings, found) / PACKAGE).read_bytes()
    digest = hashlib.sha256(text).hexdigest()
    return Made(PACKAGE, "Data Package", "application/json", len(text), digest)


def newest(settings: Settings, state: str) -> Snapshot | None:
    """The newest snapshot of `state`, None when there is none."""
    found = (snapshot(settings, version, state) for version in versions(settings))
    return next((each for each in found if each is not None), None)


def _read(folder: Path, version: int, state: str) -> Snapshot:
    """A snapshot never changes once it is there, so its description is read once."""
    return _parsed(folder / PACKAGE, (folder / PACKAGE).stat().st_mtime_ns, version, state)


@lru_cache(maxsize=1000)
def _parsed(path: Path, _mtime_ns: int, version: int, state: str) -> Snapshot:
    said = json.loads(path.read_text())
    files = tuple(
        Made(
            each["path"],
            each["title"],
            each["mediatype"],
            each["bytes"],
            each["hash"].removeprefix("sha256:"),
        )
        for each in said["resources"]
    )
    return Snapshot(
        version,
        state,
        said["title"],
        said["date"],
        said["created"],
        said["citation"],
        said["licenses"][0]["path"],
        files,
    )

"""Named points at which the service can be made to wait, so that a test can kill it or its database right there.

The test writes a point's name into the file that `STEMMAP_PAUSE_FILE` names. Who comes to that point says so in the
file and waits until the file is gone. Without the setting nothing happens, at the cost of looking at it.
"""

import time
from pathlib import Path
from typing import Final

from app.settings import get_settings

POINTS: Final = (
    "body-half-received",
    "file-kept",
    "rows-half-copied",
    "check-before-commit",
    "apply-locked",
    "apply-inserted",
    "apply-before-commit",
    "apply-committed",
    "undo-before-commit",
)
"""In the order in which an upload comes to them."""

REACHED: Final = " reached\n"
_LOOK_EVERY_S: Final = 0.01


def pause_point(name: str) -> None:
    """Wait here if the pause file names this point. `name` is one of POINTS."""
    file = get_settings().pause_file
    if file is not None and _content(file) == name:
        _wait(file, name)


def _content(file: Path) -> str:
    try:
        return file.read_text().strip()
    except FileNotFoundError:
        return ""


def _wait(file: Path, name: str) -> None:
    new = file.with_name(file.name + ".new")
    new.write_text(name + REACHED)
    new.replace(file)
    while file.exists():
        time.sleep(_LOOK_EVERY_S)

"""Which code computed something: the package's version, and the commit where it runs from a repository."""

import shutil
import subprocess
from functools import cache
from importlib.metadata import version
from typing import Final

from app.db.schema import ROOT

_LONGEST_S: Final = 5


@cache
def code_version() -> str:
    """`0.1.0`, or `0.1.0 (1a2b3c4)` with what git calls the commit."""
    said = _commit()
    return version("stemmap") + (f" ({said})" if said else "")


def _commit() -> str:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        return ""
    asked = [git, "-C", str(ROOT), "describe", "--always", "--dirty"]
    try:
        found = subprocess.run(asked, capture_output=True, text=True, timeout=_LONGEST_S, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return found.stdout.strip() if found.returncode == 0 else ""

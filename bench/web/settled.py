"""When a service that has just been started has done what it does before anybody asks."""

import os
import time
from contextlib import suppress
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

_QUIET_S: Final = 6.0
_BUSY: Final = 0.1
"""Of the time: what a service does that nobody asks anything."""
_MOST_S: Final = 180.0


def settled(base: str) -> None:
    """Wait until the processes of the service at `base` use hardly any processor time; at most three minutes."""
    port, until = urlsplit(base).port, time.monotonic() + _MOST_S
    while time.monotonic() < until:
        before = _used_s(f"STEMMAP_PORT={port}")
        time.sleep(_QUIET_S)
        if _used_s(f"STEMMAP_PORT={port}") - before < _BUSY * _QUIET_S:
            return


def _used_s(variable: str) -> float:
    """Seconds of processor time so far of all processes that have this in their environment."""
    used = 0
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if variable.encode() in (folder / "environ").read_bytes().split(b"\0"):
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
                used += int(fields[11]) + int(fields[12])
    return used / os.sysconf("SC_CLK_TCK")

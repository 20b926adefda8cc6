"""A check that meets what others hold (a lock, the last connection) is tried again instead of being given up."""

import time
from typing import Final

from app.db.failures import app_error_of
from app.errors import BusyError
from app.inventory.stage import Progress

BUSY: Final = (
    "The service was busy with other uploads; nothing is wrong with the file. Check it again in a minute."
)
"""What an upload says when no try came through."""
_PAUSE_S: Final = 1.0
_LOOK_EVERY_S: Final = 0.1


def busy_instead(error: Exception) -> Exception:
    """`error` itself, or a BusyError where it is a failure of the database that passes by itself."""
    return BusyError(BUSY) if isinstance(app_error_of(error), BusyError) else error


def wait_a_little(progress: Progress) -> None:
    """Wait before the next try. Raises what `progress` raises, as when the service stops meanwhile."""
    until = time.monotonic() + _PAUSE_S
    while time.monotonic() < until:
        progress(0)
        time.sleep(_LOOK_EVERY_S)

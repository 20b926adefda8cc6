"""One document made in a child process that has no environment but what is set here."""

import logging
import subprocess
import sys
from pathlib import Path
from typing import Final

import app
from app.errors import AppError, TooMuchWorkError
from app.maps.press.job import LIBRARY_MISSING, ORIGIN, Kind, Limits

_LOG = logging.getLogger(__name__)
_LOGGED_CHARS: Final = 4000
_ENVIRONMENT: Final = {
    "PATH": "/usr/bin:/bin",
    "PYTHONPATH": str(Path(app.__file__).parents[1]),
    "PYTHONUTF8": "1",
    "LC_ALL": "C.UTF-8",
    "MALLOC_ARENA_MAX": "2",
    # WeasyPrint cannot see Homebrew's libraries without it.
    "DYLD_FALLBACK_LIBRARY_PATH": "/opt/homebrew/lib:/usr/local/lib",
}


class CannotPrintError(AppError):
    """This service cannot make this file, a system library is missing (`bin/setup` installs it). Print the page from
    your browser instead: it is made for paper.
    """

    status = 501
    code = "cannot-print"


def made(kind: Kind, given: bytes, limits: Limits, origin: str = ORIGIN) -> bytes:
    """The document of `kind` made of `given`: HTML for pdf, SVG for png.

    Raises CannotPrintError without the libraries, TooMuchWorkError after `limits.timeout_s`, RuntimeError for what
    cannot be made of this.
    """
    command = [sys.executable, "-P", "-s", "-m", "app.maps.press", kind, str(limits.memory_bytes), origin]
    try:
        done: subprocess.CompletedProcess[bytes] = subprocess.run(  # noqa: S603 - our own module, our own words
            command, input=given, env=_ENVIRONMENT, capture_output=True, timeout=limits.timeout_s, check=False
        )
    except subprocess.TimeoutExpired:
        raise TooMuchWorkError(
            f"Making this file takes longer than {limits.timeout_s:g} seconds: print the page from your browser."
        ) from None
    if done.returncode == 0:
        return done.stdout
    said = done.stderr.decode("utf-8", "replace")[-_LOGGED_CHARS:]
    _LOG.warning("The press ended with %s making a %s: %s", done.returncode, kind, said)
    if done.returncode == LIBRARY_MISSING:
        raise CannotPrintError
    raise RuntimeError(f"The press ended with {done.returncode}.")

"""What the press is asked for, and how its child ends. Pure."""

from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["pdf", "png"]
MEDIA_TYPES: Final[dict[Kind, str]] = {"pdf": "application/pdf", "png": "image/png"}
LIBRARY_MISSING: Final = 75
"""Exit code of a child that cannot load Pango, HarfBuzz or Cairo."""
ORIGIN: Final = "https://press.invalid"
"""Where pages stand while they are made: addresses below it are our static files, no other is ever fetched."""


@dataclass(frozen=True)
class Limits:
    """Of one child: seconds it may take, and bytes of memory."""

    timeout_s: float
    memory_bytes: int

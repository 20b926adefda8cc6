"""What a kept analysis can be: its kinds and the states it goes through."""

from typing import Final

RUN_KINDS: Final = ("coverage", "agreement", "siting", "what-if", "hotspots")
RUN_STATUSES: Final = ("queued", "running", "done", "failed", "cancelled")
OPEN: Final = ("queued", "running")
"""Statuses of runs that are not over."""
ID_LETTERS: Final = "23456789abcdefghjkmnpqrstvwxyz"
"""What ids are made of: nothing that is read as something else (0 o, 1 i l, u v)."""
ID_LENGTH: Final = 8
ID_PATTERN: Final = rf"^run-[{ID_LETTERS}]{{{ID_LENGTH}}}$"

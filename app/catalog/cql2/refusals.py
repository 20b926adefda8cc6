"""The one way a filter is refused: what is wrong, where, and what would be accepted."""

from collections.abc import Iterable
from typing import Any, Final

from app.errors import BadParameterError

PARAMETER: Final = "filter"


def refused(
    detail: str, *, at: int | None = None, accepted: Iterable[str] | None = None
) -> BadParameterError:
    """The error for a filter; `at` is where in the text, counted from 0 (said as a position from 1)."""
    extra: dict[str, Any] = {} if at is None else {"position": at + 1}
    return BadParameterError(detail, parameter=PARAMETER, accepted=accepted, **extra)


def shown(value: object) -> str:
    """What the user wrote, shortened, with nothing that would not print."""
    return "".join(each if each.isprintable() else "�" for each in str(value)[:80])

"""One kind of finding: how grave it is, what it means, why it happens and how to mend it."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of finding. `message` may hold `{value}` and other details."""

    severity: Severity
    message: str
    cause: str
    cure: str


def error(message: str, cause: str, cure: str) -> Code:
    """A kind of finding that refuses its row."""
    return Code("error", message, cause, cure)


def warning(message: str, cause: str, cure: str) -> Code:
    """A kind of finding that lets its row in."""
    return Code("warning", message, cause, cure)

"""Words in the reader's language: English is the message itself, other languages come from catalogs.

The language belongs to the page that is being made; outside of one (API answers, terminal) it is English.
"""

from contextvars import ContextVar
from typing import Any, Final

DEFAULT: Final = "en"
speaking: ContextVar[str] = ContextVar("speaking", default=DEFAULT)
"""The language of the page that is being made."""


def N_(message: str) -> str:  # noqa: N802 - its usual name
    """`message` itself: constants are translated when they are shown, not when they are read."""
    return message


def gettext(message: str) -> str:
    """`message` in the language of the page."""
    return message


def ngettext(one: str, many: str, number: float) -> str:
    """The form of a message that goes with `number`, in the language of the page."""
    return one if number == 1 else many


def _(message: str, **values: Any) -> str:
    """`message` in the language of the page, its `%(name)s` filled in with `values`."""
    text = gettext(message)
    return text % values if values else text

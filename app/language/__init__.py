"""Words in the reader's language: English is the message itself, other languages come from catalogs.

The language belongs to the page that is being made; outside of one (API answers, terminal) it is English.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

from app.language.catalogs import catalog_of

DEFAULT: Final = "en"
speaking: ContextVar[str] = ContextVar("speaking", default=DEFAULT)
"""The language of the page that is being made."""


@contextmanager
def speak(language: str) -> Iterator[None]:
    """Everything said inside is in `language`."""
    token = speaking.set(language)
    try:
        yield
    finally:
        speaking.reset(token)


def N_(message: str) -> str:  # noqa: N802 - its usual name
    """`message` itself: constants are translated when they are shown, not when they are read."""
    return message


def gettext(message: str) -> str:
    """`message` in the language of the page; itself where the catalog does not know it."""
    language = speaking.get()
    if language == DEFAULT:
        return message
    return catalog_of(language).one.get(message, message)


def ngettext(one: str, many: str, number: float) -> str:
    """The form of a message that goes with `number`, in the language of the page."""
    language = speaking.get()
    if language != DEFAULT:
        found = catalog_of(language).form(one, number)
        if found is not None:
            return found
    return one if number == 1 else many


def _(message: str, **values: Any) -> str:
    """`message` in the language of the page, its `%(name)s` filled in with `values`."""
    text = gettext(message)
    return text % values if values else text


def inside(label: str) -> str:
    """A label of one's own in the middle of a sentence: its first letter small, but for abbreviations (`STEM hub`)."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]

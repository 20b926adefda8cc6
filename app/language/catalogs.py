"""Catalogs of translated messages (gettext `.po` files), read at their first use. Which languages there are.

A further language is a further folder below `app/web/locales`; nothing else has to know of it.
"""

import gettext
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from app.web import LOCALES

_NAMES: Final = {"en": "English", "es": "Español"}


@dataclass(frozen=True)
class Words:
    """What one language says: plain messages, and forms of counted ones with the rule that picks the form."""

    one: Mapping[str, str]
    many: Mapping[str, tuple[str, ...]]
    rule: Callable[[int], int]
    in_scripts: Mapping[str, str | tuple[str, ...]]
    """Messages of our JavaScript."""

    def form(self, message: str, number: float) -> str | None:
        """The form of a counted message for `number`; None where it is not translated."""
        forms = self.many.get(message)
        return forms[self.rule(int(number) if number == int(number) else 2)] if forms else None


def file_of(language: str) -> Path:
    """Where the catalog of `language` is kept."""
    return LOCALES / language / "LC_MESSAGES" / "stemmap.po"


@cache
def languages() -> Mapping[str, str]:
    """Code -> its own name, of every language there is; English first."""
    others = sorted(path.parents[1].name for path in LOCALES.glob("*/LC_MESSAGES/stemmap.po"))
    return {code: _NAMES.get(code, code) for code in ("en", *others)}


def read_catalog(language: str) -> Catalog:
    """The catalog of `language` as its file has it."""
    with file_of(language).open("rb") as file:
        return read_po(file, locale=language)


@cache
def catalog_of(language: str) -> Words:
    """The messages of `language` that are translated."""
    catalog = read_catalog(language)
    one: dict[str, str] = {}
    many: dict[str, tuple[str, ...]] = {}
    scripts: dict[str, str | tuple[str, ...]] = {}
    for message in catalog:
        if not message.id or message.fuzzy:
            continue
        forms = tuple(map(str, message.string)) if isinstance(message.string, list | tuple) else ()
        in_scripts = any(name.endswith(".js") for name, _ in message.locations)
        if forms and all(forms):
            many[message.id[0]] = forms
            scripts |= {message.id[0]: forms} if in_scripts else {}
        elif isinstance(message.string, str) and message.string:
            one[str(message.id)] = message.string
            scripts |= {str(message.id): message.string} if in_scripts else {}
    return Words(one, many, gettext.c2py(catalog.plural_expr), scripts)

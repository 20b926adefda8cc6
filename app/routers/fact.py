"""One fact of an asset as a line, and facts under a heading. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.language import _
from app.vocabulary.terms import Vocabulary

Fields = Mapping[str, Any]


@dataclass(frozen=True)
class Fact:
    """One line. `value` None: not stated. `field` is what a correction of it is called; `href` where it leads."""

    label: str
    value: str | None
    field: str | None = None
    href: str | None = None
    tone: str = ""


@dataclass(frozen=True)
class Section:
    """Facts under one heading."""

    title: str
    facts: list[Fact]


def labels_of(fields: Fields, name: str, vocabulary: Vocabulary) -> str | None:
    """The labels of the terms in field `name`, None where there are none."""
    return ", ".join(_(vocabulary.label(slug)) for slug in fields[name]) or None


def _asked(fields: Fields) -> bool:
    """Whether people need to know all of it before they come: an institution is only a place."""
    return str(fields["kind"]) != "institution"


def if_known(fields: Fields, fact: Fact, *, always: bool = False) -> Iterator[Fact]:
    """The fact, but one that is not stated only where people need to know it, or `always`."""
    if fact.value is not None or always or _asked(fields):
        yield fact

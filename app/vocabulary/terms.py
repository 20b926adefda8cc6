"""A closed vocabulary: slugs in their order, a label for people, and the other spellings people write.

Belongs here: the type and its lookup. Does not belong here: any actual list (see the sister modules).
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from app.language import gettext

_OTHERS = re.compile(r"[^a-z0-9+]+")


def fold(text: str) -> str:
    """Reduce `text` to what two spellings of one thing share: lower case, no accents, single spaces.

    `"After-School / Evening "` and `"after school evening"` fold alike.
    """
    plain = text if text.isascii() else _without_accents(text)
    return _OTHERS.sub(" ", plain.lower().replace("&", " and ")).strip()


def _without_accents(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


@dataclass(frozen=True)
class Vocabulary:
    """One closed list.

    `labels` maps slug to label, in display order; `synonyms` maps slug to other spellings accepted on upload.
    """

    name: str
    labels: Mapping[str, str]
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __iter__(self) -> Iterator[str]:
        return iter(self.labels)

    def __contains__(self, slug: object) -> bool:
        return slug in self.labels

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def slugs(self) -> tuple[str, ...]:
        """All slugs, in display order."""
        return tuple(self.labels)

    def label(self, slug: str) -> str:
        """The label of `slug` in the language of the page; an unknown slug is its own label."""
        found = self.labels.get(slug)
        return slug if found is None else gettext(found)

    @property
    def shown(self) -> dict[str, str]:
        """Slug -> label in the language of the page, in display order."""
        return {slug: gettext(label) for slug, label in self.labels.items()}

    @cached_property
    def _by_spelling(self) -> dict[str, str]:
        spellings = {fold(slug): slug for slug in self.labels}
        for slug, label in self.labels.items():
            spellings.setdefault(fold(label), slug)
        for slug, others in self.synonyms.items():
            for other in others:
                spellings.setdefault(fold(other), slug)
        return spellings

    def find(self, text: str) -> str | None:
        """The slug that `text` names by slug, label or synonym, or None."""
        return self._by_spelling.get(fold(text))

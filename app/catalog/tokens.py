"""A search text cut into words and quoted phrases. Pure."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_TOKEN: Final = re.compile(r'(?P<minus>-?)(?:"(?P<phrase>[^"]*)(?:"|$)|(?P<word>[^\s"]+))')
_CURLY: Final = str.maketrans({"“": '"', "”": '"', "„": '"'})


@dataclass(frozen=True, slots=True)
class Token:
    """A word, or a phrase that stood in quotes; `negated` ones are to be left out."""

    text: str
    quoted: bool = False
    negated: bool = False


@lru_cache(maxsize=1000)
def tokens_of(q: str) -> tuple[Token, ...]:
    """The tokens of `q`, in order; empty phrases and lone dashes are none."""
    found = (_token(match) for match in _TOKEN.finditer(q.translate(_CURLY)))
    return tuple(token for token in found if token.text.strip(" -"))


def _token(match: re.Match[str]) -> Token:
    phrase = match["phrase"]
    return Token(
        (match["word"] if phrase is None else phrase).strip(), phrase is not None, bool(match["minus"])
    )

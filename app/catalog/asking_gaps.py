"""Whether a search asks who has nothing near (`counties with nothing NM`), which `/gaps` answers, no list. Pure."""

import re
from typing import Final

from app.vocabulary.terms import fold

_GAPS: Final = re.compile(
    r"\b(under ?served|unserved|gaps|gap (reports?|analysis|maps?)|nothing|nowhere|(stem|program|education) deserts?"
    r"|(with )?no (programs?|access|stem)|without (any )?(programs?|access|stem)"
    r"|lack(s|ing)?( of)? (programs?|access|stem)"
    r"|brechas?|desatendid[oa]s?|nada|sin (nada|ningun|programas?|acceso))\b"
)
"""On folded text. A `gap year` is a program, and a `desert` a place to dig in."""


def asks_for_gaps(typed: str) -> bool:
    """Whether `typed` holds words of somebody who looks for places that have nothing, or too little."""
    return _GAPS.search(fold(typed)) is not None

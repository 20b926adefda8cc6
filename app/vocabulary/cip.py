"""Which instructional programs are STEM: the Department of Homeland Security's list of CIP codes.

Source: DHS STEM Designated Degree Program List, July 22, 2024 (announced in 89 FR 59748), in CIP 2020 codes: 466
six-digit codes, and four whole series (8 CFR 214.2(f)(10)(ii)(C)(2)). A work of the United States government, public
domain. Belongs here: codes and titles. Which of our disciplines a code belongs to is in `cip_disciplines`.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Final

from app.errors import InvalidFileError

STEM_LIST_SOURCE: Final = "DHS STEM Designated Degree Program List, July 22, 2024"
WHOLE_SERIES: Final = {
    "14": "Engineering",
    "26": "Biological and Biomedical Sciences",
    "27": "Mathematics and Statistics",
    "40": "Physical Sciences",
}
"""CIP series that are STEM as a whole, codes added later included."""
PARTLY_STEM: Final = frozenset(
    (
        "01.03", "01.81", "03.02", "04.09", "09.07", "10.03", "13.06", "28.05", "42.28", "43.04", "45.01", "45.06",
        "45.07", "49.01", "51.10", "51.20", "51.22", "51.27",
    )
)  # fmt: skip
"""Four-digit fields of which the list names some codes that do not stand for the field: our own reading of it."""

_LINE = re.compile(r"(?<![\d.])(\d{2}\.\d{4})(?![\d.])[\s\",;|\t=]*([^\"\n]*)")
_TAIL = re.compile(r",\s*General$")


@dataclass(frozen=True)
class StemList:
    """CIP codes that are STEM, six-digit code to title, and where the list is from."""

    source: str
    titles: Mapping[str, str]
    families: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "families", frozenset(code[:5] for code in self.titles))

    def holds(self, code: str) -> bool:
        """Whether a six-digit (`11.0701`) or four-digit (`11.07`) code is STEM.

        A four-digit field is STEM when its series is, or when the list names codes of it that stand for the field.
        """
        if code[:2] in WHOLE_SERIES:
            return True
        if len(code) == len("11.07"):
            return code in self.families and code not in PARTLY_STEM
        return code in self.titles

    def title(self, code: str) -> str:
        """The name of a listed program, without “, General”; another code of a whole series is named by it."""
        known = self.titles.get(code)
        if known:
            return plain_title(known)
        return f"{WHOLE_SERIES.get(code[:2], 'Program')} (CIP {code})"


def plain_title(text: str) -> str:
    """A CIP title as people say it: no final stop, no “, General”."""
    return _TAIL.sub("", " ".join(text.split()).removesuffix("."))


@cache
def stem_list() -> StemList:
    """The list this version of the service brings."""
    text = (files("app.vocabulary") / "stem_cip_2024.txt").read_text(encoding="utf-8")
    return StemList(STEM_LIST_SOURCE, dict(_codes(text.splitlines())))


def read_stem_list(name: str, lines: Iterable[str]) -> StemList:
    """A list an operator brings: one six-digit code a line (anywhere in it), a title after it.

    The four whole series stay. Raises InvalidFileError when no line holds a code.
    """
    titles = dict(_codes(lines))
    if not titles:
        raise InvalidFileError(
            f"{name} holds no six-digit CIP code. Write one a line, as 11.0701, with its title after it."
        )
    return StemList(name, titles)


def _codes(lines: Iterable[str]) -> Iterable[tuple[str, str]]:
    for line in lines:
        found = _LINE.search(line)
        if found:
            yield found[1], found[2].strip(" ,;|.")

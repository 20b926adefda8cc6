"""Ages as people write them, as the bands of grades that children of those ages are in. Pure.

A child of age 5 at the start of a school year goes to kindergarten, one of age 6 to grade 1, and so on; whoever has a
birthday during the year is a grade behind, so each age means two grades.
"""

import re
from typing import Final

from app.vocabulary.people import BANDS, GRADES

_AGES: Final = re.compile(
    r"(?:(?:ages?|aged|is|am|turning|(?:i|he|she|who|kid|son|daughter)['’](?:s|m)|edad(?:es)?|tiene|cumple"
    r"|(?:grand)?(?:sons?|daughters?|child(?:ren)?)|kids?|boys?|hij[oa]s?|niet[oa]s?|niños?)\s+(?:de\s+)?"
    r"(?P<first>\d{1,2})(?:\s*(?:-|–|to|and|a|y)\s*(?P<last>\d{1,2}))?(?:\s+(?:years?\s+old|años|anos))?"
    r"|(?P<low>\d{1,2})(?:\s*(?:-|–|to)\s*(?P<high>\d{1,2}))?[\s-]*"
    r"(?:years?[\s-]+olds?|yrs?[\s-]+olds?|y/?o|años|anos))",
    re.IGNORECASE,
)
_OLDEST: Final = 18
_BEFORE_GRADES: Final = 5
"""The age at which grade 0, kindergarten, begins."""


def bands_of(text: str) -> tuple[str, ...]:
    """The bands of the ages that `text` and nothing else names; none for other texts, and for grown-ups' ages."""
    match = _AGES.fullmatch(text.strip())
    if match is None:
        return ()
    low = int(match["first"] or match["low"])
    high = int(match["last"] or match["high"] or low)
    if not low <= high <= _OLDEST:
        return ()
    grades = {_grade(age) for year in range(low, high + 1) for age in (year - 1, year)}
    return tuple(band for band, held in BANDS.items() if grades & set(held))


def _grade(age: int) -> str | None:
    """The grade that children who turned `age` before the school year are in."""
    order = GRADES.slugs[: GRADES.slugs.index("12") + 1]
    at = order.index("K") + age - _BEFORE_GRADES
    return order[at] if 0 <= at < len(order) else None

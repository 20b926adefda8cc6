"""Of which year a file is: from its name, or as the operator says. Pure."""

import re
from collections.abc import Iterable
from typing import Final

from app.errors import BadParameterError, InvalidFileError

_ACS: Final = re.compile(
    r"(?:ACS(?:DT|ST|DP|CP)?([15])Y((?:19|20)\d\d))|(?:acs([15])[_-]((?:19|20)\d\d))", re.IGNORECASE
)
_TIGER: Final = re.compile(r"(?:cb|tl)_(?:rd\d+_)?((?:19|20)\d\d)_", re.IGNORECASE)
_YEAR: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_SAIPE: Final = re.compile(r"^(?:est|ussd)(\d\d)", re.IGNORECASE)
ACS_PERIODS: Final = (1, 5)


def said_year(text: str) -> int | None:
    """The year an operator gave, None for nothing. Raises BadParameterError."""
    if not text.strip():
        return None
    if not re.fullmatch(r"(?:19|20)\d\d", text.strip()):
        raise BadParameterError(
            f"`{text[:40]}` is no year: give four digits, for example --vintage 2022.", parameter="vintage"
        )
    return int(text)


def acs_edition(names: Iterable[str], said: int | None) -> tuple[int, int]:
    """Years of the period (1 or 5) and its last year, from file names such as `ACSDT5Y2022.B01001-Data.csv`.

    `said` wins over the names; of no known period, five years. Raises InvalidFileError where nothing tells the year.
    """
    names = list(names)
    for name in names:
        if match := _ACS.search(name):
            period, year = match[1] or match[3], match[2] or match[4]
            return int(period), said or int(year)
    return 5, said or _refuse(names, "2022 (the last year of its period)")


def year_of(names: Iterable[str], said: int | None) -> int:
    """The year of a file that is no ACS table. Raises InvalidFileError where nothing tells it."""
    names = list(names)
    if said:
        return said
    for pattern in (_TIGER, _YEAR):
        for name in names:
            if match := pattern.search(name):
                return int(match[1])
    for name in names:
        if match := _SAIPE.match(name):
            return 1900 + int(match[1]) if int(match[1]) > 80 else 2000 + int(match[1])
    return _refuse(names, "2022")


def _refuse(names: list[str], example: str) -> int:
    raise InvalidFileError(
        f"The vintage of {names[0]} cannot be told from its name: say it, for example --vintage {example}.",
        parameter="vintage",
    )

"""What makes a header row usable: names for all columns, each once, and names rather than data. Pure."""

import re
from collections import Counter
from collections.abc import Sequence

from app.errors import InvalidFileError, TooLargeError

_SHOWN = 10
_DATA_LIKE = re.compile(r"^(?:[-+$]?[\d.,]+%?|\S+@\S+\.\S+|https?://\S+|\d{4}-\d\d-\d\d|\d{5}-\d{4})$")


def clean_name(text: str) -> str:
    """A header as it is shown: one line, single spaces, nothing that cannot be stored."""
    whole = text.encode("utf-8", "replace").decode()
    return " ".join("".join(max(letter, " ") for letter in whole).split())


def is_data(text: str) -> bool:
    """Whether a cell looks like data (a number, a date, an address on the web) rather than a name."""
    return bool(_DATA_LIKE.match(text))


def check_header(header: Sequence[str], max_columns: int, *, sure: bool = False) -> None:
    """Raise TooLargeError for too many columns, InvalidFileError for unnamed, repeated or data-like ones.

    `sure`: the format itself says that these are names, so that one may look like data.
    """
    if len(header) > max_columns:
        raise TooLargeError(
            f"The file has {len(header):,} columns; {max_columns} are accepted.", parameter="file"
        )
    _refuse(
        "These columns have no name: {}. Name or delete them.",
        [str(place) for place, name in enumerate(header, start=1) if not name],
    )
    _refuse("These column names occur twice: {}. Rename one of each.", _twice(header))
    _refuse(
        "The first row holds data ({}), not column names. Put a header row on top.",
        [name for name in header if not sure and is_data(name)][:3],
    )


def _twice(header: Sequence[str]) -> list[str]:
    return [name for name, count in Counter(name.casefold() for name in header).items() if count > 1]


def _refuse(message: str, names: list[str]) -> None:
    if names:
        shown = ", ".join(names[:_SHOWN]) + (" …" if len(names) > _SHOWN else "")
        raise InvalidFileError(message.format(shown), parameter="file")

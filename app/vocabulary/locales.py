"""How urban a place is: the locale codes of the National Center for Education Statistics (12 codes, 2006 framework)."""

from typing import Final

LOCALES: Final = {
    "11": "City, large", "12": "City, midsize", "13": "City, small",
    "21": "Suburb, large", "22": "Suburb, midsize", "23": "Suburb, small",
    "31": "Town, fringe", "32": "Town, distant", "33": "Town, remote",
    "41": "Rural, fringe", "42": "Rural, distant", "43": "Rural, remote",
}  # fmt: skip


def locale_of(code: str) -> str:
    """The label of a locale code with the code (`Rural, remote (43)`); nothing for any other text."""
    label = LOCALES.get(code.removesuffix(".0"))
    return f"{label} ({code.removesuffix('.0')})" if label else ""

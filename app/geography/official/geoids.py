"""Codes of areas in official files: summary levels, GEO_IDs and the codes we keep. Pure.

A GEO_ID is the summary level (3 characters), its variant (2), the component (2), `US` and the code:
`0500000US35001`, `1400000US35001000107`, `610U900US35001`. We keep the code; upper and lower chambers have the same
codes, so a legislative district is `35U001` or `35L001`.
"""

from typing import Final

from app.vocabulary.codes import STATE_FIPS

KIND_OF_LEVEL: Final = {
    "040": "state",
    "050": "county",
    "140": "tract",
    "150": "block-group",
    "860": "zip",
    "950": "school-district",
    "960": "school-district",
    "970": "school-district",
    "610": "legislative-district",
    "620": "legislative-district",
}
"""Our kind of area for a summary level; rows of other levels are counted and left out."""

CHAMBERS: Final = {"610": "U", "620": "L"}
POSTAL: Final = {fips: postal for postal, fips in STATE_FIPS.items()}
"""Postal code by FIPS code."""

_WHOLE: Final = "00"
_API_LEVELS: Final = (
    ("block group", "150", ("state", "county", "tract", "block group")),
    ("tract", "140", ("state", "county", "tract")),
    ("school district (elementary)", "950", ("state", "school district (elementary)")),
    ("school district (secondary)", "960", ("state", "school district (secondary)")),
    ("school district (unified)", "970", ("state", "school district (unified)")),
    (
        "state legislative district (upper chamber)",
        "610",
        ("state", "state legislative district (upper chamber)"),
    ),
    (
        "state legislative district (lower chamber)",
        "620",
        ("state", "state legislative district (lower chamber)"),
    ),
    ("zip code tabulation area", "860", ("zip code tabulation area",)),
    ("county", "050", ("state", "county")),
    ("state", "040", ("state",)),
)


def api_level(columns: list[str]) -> tuple[str, tuple[str, ...]] | None:
    """Summary level of an API answer without GEO_ID and the columns its code is made of; None when not told."""
    for name, level, parts in _API_LEVELS:
        if name in columns and all(part in columns for part in parts):
            return level, parts
    return None


def area_of(geo_id: str) -> tuple[str, str] | str:
    """Kind and code of a GEO_ID, or the summary level that is none of ours (`010`, `040/01` for a component)."""
    level, component = geo_id[:3], geo_id[5:7]
    head, found, code = geo_id.partition("US")
    if not found or len(head) != 7:
        return "no GEO_ID"
    if component != _WHOLE:
        return f"{level}/{component}"
    kind = KIND_OF_LEVEL.get(level)
    return (kind, code_of(level, code)) if kind and code else level


def code_of(level: str, code: str) -> str:
    """The code we keep for a code of a summary level."""
    chamber = CHAMBERS.get(level)
    return f"{code[:2]}{chamber}{code[2:]}" if chamber else code

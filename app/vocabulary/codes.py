"""Codes that are text, never numbers: states, counties, ZIP codes, CIP, SOC, identifier schemes.

Source of state codes: ANSI INCITS 38:2009 (FIPS 5-2), US Census Bureau, public domain.
"""

import re
from typing import Final

from app.vocabulary.terms import Vocabulary, fold

STATE_FIPS: Final = {
    "AL": "01", "AK": "02", "AZ": "04", "AR": "05", "CA": "06", "CO": "08", "CT": "09", "DE": "10", "DC": "11",
    "FL": "12", "GA": "13", "HI": "15", "ID": "16", "IL": "17", "IN": "18", "IA": "19", "KS": "20", "KY": "21",
    "LA": "22", "ME": "23", "MD": "24", "MA": "25", "MI": "26", "MN": "27", "MS": "28", "MO": "29", "MT": "30",
    "NE": "31", "NV": "32", "NH": "33", "NJ": "34", "NM": "35", "NY": "36", "NC": "37", "ND": "38", "OH": "39",
    "OK": "40", "OR": "41", "PA": "42", "RI": "44", "SC": "45", "SD": "46", "TN": "47", "TX": "48", "UT": "49",
    "VT": "50", "VA": "51", "WA": "53", "WV": "54", "WI": "55", "WY": "56",
    "AS": "60", "GU": "66", "MP": "69", "PR": "72", "VI": "78",
}  # fmt: skip
"""State and territory FIPS code by postal abbreviation."""

STATES: Final = Vocabulary(
    "state",
    {
        "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado",
        "CT": "Connecticut", "DE": "Delaware", "DC": "District of Columbia", "FL": "Florida", "GA": "Georgia",
        "HI": "Hawaii", "ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "IA": "Iowa", "KS": "Kansas",
        "KY": "Kentucky", "LA": "Louisiana", "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts",
        "MI": "Michigan", "MN": "Minnesota", "MS": "Mississippi", "MO": "Missouri", "MT": "Montana",
        "NE": "Nebraska", "NV": "Nevada", "NH": "New Hampshire", "NJ": "New Jersey", "NM": "New Mexico",
        "NY": "New York", "NC": "North Carolina", "ND": "North Dakota", "OH": "Ohio", "OK": "Oklahoma",
        "OR": "Oregon", "PA": "Pennsylvania", "RI": "Rhode Island", "SC": "South Carolina",
        "SD": "South Dakota", "TN": "Tennessee", "TX": "Texas", "UT": "Utah", "VT": "Vermont", "VA": "Virginia",
        "WA": "Washington", "WV": "West Virginia", "WI": "Wisconsin", "WY": "Wyoming", "AS": "American Samoa",
        "GU": "Guam", "MP": "Northern Mariana Islands", "PR": "Puerto Rico", "VI": "U.S. Virgin Islands",
    },
    {
        "CO": ("colo",),
        "DC": ("washington dc", "washington d.c.", "d.c."),
        "NM": ("n mex", "new mex", "n m"),
        "NV": ("nev",),
        "WY": ("wyo",),
    },
)  # fmt: skip

IDENTIFIER_SCHEMES: Final = (
    "nces-school",
    "nces-district",
    "ipeds-unitid",
    "opeid",
    "ein",
    "uei",
    "census-geoid",
    "hsds",
    "ipeds-program",
    "scorecard-field",
    "imls-museum",
    "imls-library",
)
"""Schemes known by name; a state's own key has the scheme `state:XX` (see state_scheme).

`ipeds-program` is UNITID-CIP of six digits, `scorecard-field` UNITID-CIP of four, `imls-museum` the MID of the Museum
Universe Data File, `imls-library` FSCSKEY-FSCS_SEQ of the Public Libraries Survey.
"""

AREA_KINDS: Final = Vocabulary(
    "area kind",
    {
        "state": "States",
        "county": "Counties",
        "zip": "ZIP areas",
        "place": "Places",
        "tract": "Census tracts",
        "block-group": "Block groups",
        "school-district": "School districts",
        "legislative-district": "Legislative districts",
        "custom": "Other areas",
    },
    {"zip": ("zcta", "zip code", "zips"), "county": ("counties",), "state": ("states",)},
)

_CIP = re.compile(r"^(\d{1,2})(?:\.(\d{1,4}))?$")
_ZIP = re.compile(r"^(\d{5})(?:-?(\d{4}))?$")


def state_scheme(state: str) -> str:
    """The identifier scheme of a state's own keys: `state:NM`."""
    return f"state:{state}"


def state_of(text: str) -> str | None:
    """The postal code of the state that `text` names by code, name or FIPS code, or None."""
    plain = text.strip()
    for code, fips in STATE_FIPS.items():
        if plain == fips:
            return code
    return STATES.find(fold(plain))


def zip_of(text: str) -> str | None:
    """The five-digit ZIP code in `text` (`87501`, `87501-1234`), or None. Nothing is padded here."""
    match = _ZIP.match(text.strip())
    return match[1] if match else None


def cip_of(text: str) -> str | None:
    """A CIP code in its official form (`14.0801`, `11.07`, `26`), or None.

    A code whose leading zero was lost (`1.01`) gets it back: the family is always two digits.
    """
    match = _CIP.match(text.strip())
    if match is None:
        return None
    family, rest = match[1].zfill(2), match[2]
    if rest is None:
        return family
    return f"{family}.{rest}" if len(rest) in (2, 4) else None

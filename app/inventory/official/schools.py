"""Public schools: the directory of the Common Core of Data and the EDGE geocodes, in one profile.

The directory has grades and status and no point, the geocodes a point and neither: each leaves alone what it does not
have, so both can be loaded, in any order. Codes: NCES, CCD file documentation.
"""

from typing import Final

from app.inventory.official.cells import grades_between, joined, padded, phone, point, yes, zip_code
from app.inventory.official.ipeds import PUBLIC_DOMAIN
from app.inventory.official.profile import Asked, Cells, Outcome, Output, Profile, Refused
from app.vocabulary.locales import locale_of

_SCHOOL_DIGITS, _DISTRICT_DIGITS = 12, 7
_STATUSES: Final = {"2": "defunct", "6": "temporarily_closed", "7": "inactive"}
"""SY_STATUS: closed, temporarily closed, future; all others run."""
_STATUS_WORDS: Final = {
    "closed": "2", "inactive": "6", "temporarily closed": "6", "future": "7", "future school": "7",
}  # fmt: skip


def make(cells: Cells, asked: Asked) -> Outcome:
    """One school."""
    del asked
    state = cells["state"].upper()
    key = padded(cells["school"], _SCHOOL_DIGITS, state)
    if len(key) != _SCHOOL_DIGITS or not key.isdigit():
        return Refused("official-number-bad", "NCESSCH", cells["school"], {"digits": _SCHOOL_DIGITS})
    return {
        "key": key, "subtype": "school", "name": cells["name"], "url": cells.get("web", ""),
        "phone": phone(cells.get("phone", "")), "status": _status(cells), "state": state,
        "address": joined(cells.get("street", ""), cells.get("street2", "")), "city": cells.get("city", ""),
        "postal_code": zip_code(cells.get("zip", ""), state), **point(cells),
        "grades": grades_between(cells.get("low", ""), cells.get("high", "")),
        "District": cells.get("district_name", ""),
        "District NCES ID": padded(cells.get("district", ""), _DISTRICT_DIGITS, state),
        "Level": cells.get("level", ""), "School type": cells.get("type", ""),
        "Charter school": yes(cells.get("charter", "")), "Locale": locale_of(cells.get("locale", "")[:2]),
    }  # fmt: skip


def _status(cells: Cells) -> str:
    code = cells.get("status", "")
    return _STATUSES.get(_STATUS_WORDS.get(code.casefold(), code), "active")


SCHOOLS: Final = Profile(
    slug="schools",
    title="Public schools (CCD directory or EDGE geocodes)",
    source_name="NCES Common Core of Data, public schools",
    page_url="https://nces.ed.gov/ccd/files.asp",
    licence=PUBLIC_DOMAIN,
    example="ccd_sch_029_2324_w_1a_073124.zip",
    kind="institution",
    key_scheme="nces-school",
    columns={
        "school": ("NCESSCH",), "district": ("LEAID",), "district_name": ("LEA_NAME",), "name": ("SCH_NAME", "NAME"),
        "street": ("LSTREET1", "STREET"), "street2": ("LSTREET2",), "city": ("LCITY", "CITY"),
        "state": ("LSTATE", "STATE", "ST"), "zip": ("LZIP", "ZIP"), "phone": ("PHONE",), "web": ("WEBSITE",),
        "lat": ("LAT", "LATCOD"), "lon": ("LON", "LONCOD"), "low": ("GSLO",), "high": ("GSHI",),
        "status": ("UPDATED_STATUS", "SY_STATUS", "SY_STATUS_TEXT"), "level": ("LEVEL", "SCHOOL_LEVEL"),
        "type": ("SCH_TYPE_TEXT", "SCHOOL_TYPE_TEXT"), "charter": ("CHARTER_TEXT",), "locale": ("LOCALE", "ULOCALE"),
    },
    required=("school", "name", "city", "state", "zip"),
    absent=frozenset(("", ".", "M", "N", "-", "–", "†", "‡", "-1", "-2", "-9", "Not applicable", "Not Applicable",
                      "Not reported", "Not Reported", "Missing")),
    outputs=(
        Output("NCESSCH", "key"), Output("Type", "subtype"), Output("SCH_NAME", "name"),
        Output("WEBSITE", "url", ("web",)), Output("PHONE", "phone", ("phone",)),
        Output("SY_STATUS", "status", ("status",)), Output("STATE", "state"),
        Output("STREET", "address", ("street",)), Output("CITY", "city"), Output("ZIP", "postal_code"),
        Output("LAT", "lat", ("lat",)), Output("LON", "lon", ("lon",)), Output("GSLO-GSHI", "grades", ("low", "high")),
        Output("District", None, ("district_name",)), Output("District NCES ID", None, ("district",)),
        Output("Level", None, ("level",)), Output("School type", None, ("type",)),
        Output("Charter school", None, ("charter",)), Output("Locale", None, ("locale",)),
    ),
    make=make,
)  # fmt: skip

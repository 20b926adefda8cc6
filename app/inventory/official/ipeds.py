"""IPEDS HD: every institution of postsecondary education that takes part in federal student aid, and then some.

Codes: NCES, IPEDS dictionaries of the HD files. CYACTIVE and ACT say whether an institution runs; SECTOR 0 are
offices of systems; ACT G are campuses that another institution reports for.
"""

from typing import Final

from app.inventory.official.cells import NEGATIVES, phone, point, whole_number, yes, zip_code
from app.inventory.official.profile import Asked, Cells, LeftOut, Outcome, Output, Profile
from app.vocabulary.locales import locale_of

PUBLIC_DOMAIN: Final = "Public domain (work of the United States government)"
_SECTORS: Final = {
    "0": "Administrative unit", "1": "Public, 4-year or above", "2": "Private not-for-profit, 4-year or above",
    "3": "Private for-profit, 4-year or above", "4": "Public, 2-year", "5": "Private not-for-profit, 2-year",
    "6": "Private for-profit, 2-year", "7": "Public, less than 2-year", "8": "Private not-for-profit, less than 2-year",
    "9": "Private for-profit, less than 2-year",
}  # fmt: skip
_SUBTYPES: Final = {"1": "university", "2": "community-college", "3": "community-college"}
_CLOSED: Final = frozenset("CDM")
"""ACT: combined with another institution, out of business, closed within the year."""
_OFFICE, _UNKNOWN_SECTOR, _CAMPUS = "0", "99", "G"


def make(cells: Cells, asked: Asked) -> Outcome:
    """One institution."""
    if cells.get("sector") == _OFFICE and not asked.everything:
        return LeftOut("offices of a system (SECTOR 0): nobody studies there")
    subtype = "tribal-college" if cells.get("tribal") == "1" else _SUBTYPES.get(cells.get("level", ""))
    if subtype is None:
        return _untyped(cells)
    state = cells["state"].upper()
    return {
        "key": whole_number(cells["unitid"]), "subtype": subtype, "name": cells["name"],
        "alternate_name": cells.get("alias", "").strip("| "), "url": cells.get("web", ""),
        "phone": phone(cells.get("phone", "")), "status": _status(cells), "state": state,
        "address": cells.get("address", ""), "city": cells.get("city", ""),
        "postal_code": zip_code(cells.get("zip", ""), state), **point(cells), "grades": "College",
        "opeid": cells.get("opeid", ""), "Sector": _SECTORS.get(cells.get("sector", ""), ""),
        "Historically Black": yes(cells.get("hbcu", "")), "Locale": locale_of(cells.get("locale", "")),
        "EIN": cells.get("ein", ""), "UEI": cells.get("uei", ""), "Closed on": cells.get("closed", ""),
        "Reported by": cells.get("reporter", ""),
    }  # fmt: skip


def _untyped(cells: Cells) -> LeftOut:
    if cells.get("act") == _CAMPUS:
        return LeftOut("campuses that another institution reports for (ACT G), without a level (SECTOR 99)")
    return LeftOut("no level given (ICLEVEL): neither a university nor a college")


def _status(cells: Cells) -> str:
    """Defunct when closed. A campus reported by another institution (ACT G) is not closed."""
    act = cells.get("act", "")
    closed = act in _CLOSED or cells.get("closed") or (cells.get("active") in ("2", "3") and act != _CAMPUS)
    return "defunct" if closed else "active"


IPEDS: Final = Profile(
    slug="ipeds",
    title="Colleges and universities (IPEDS HD)",
    source_name="NCES IPEDS, institutional directory (HD)",
    page_url="https://nces.ed.gov/ipeds/use-the-data",
    licence=PUBLIC_DOMAIN,
    example="HD2023.zip",
    kind="institution",
    key_scheme="ipeds-unitid",
    columns={
        "unitid": ("UNITID",), "name": ("INSTNM",), "alias": ("IALIAS",), "address": ("ADDR",), "city": ("CITY",),
        "state": ("STABBR",), "zip": ("ZIP",), "phone": ("GENTELE",), "ein": ("EIN",), "uei": ("UEIS",),
        "opeid": ("OPEID",), "web": ("WEBADDR",), "sector": ("SECTOR",), "level": ("ICLEVEL",), "hbcu": ("HBCU",),
        "tribal": ("TRIBAL",), "locale": ("LOCALE",), "act": ("ACT",), "reporter": ("NEWID",),
        "closed": ("CLOSEDAT",), "active": ("CYACTIVE",), "lon": ("LONGITUD",), "lat": ("LATITUDE",),
    },
    required=("unitid", "name", "state", "sector", "level"),
    absent=NEGATIVES,
    outputs=(
        Output("UNITID", "key"), Output("ICLEVEL", "subtype"), Output("INSTNM", "name"),
        Output("IALIAS", "alternate_name", ("alias",)), Output("WEBADDR", "url", ("web",)),
        Output("GENTELE", "phone", ("phone",)), Output("CYACTIVE", "status", ("active", "act", "closed")),
        Output("STABBR", "state"), Output("ADDR", "address", ("address",)), Output("CITY", "city", ("city",)),
        Output("ZIP", "postal_code", ("zip",)), Output("LATITUDE", "lat", ("lat",)),
        Output("LONGITUD", "lon", ("lon",)), Output("Grades", "grades"), Output("OPEID", "opeid", ("opeid",)),
        Output("Sector"), Output("Historically Black", None, ("hbcu",)), Output("Locale", None, ("locale",)),
        Output("EIN", None, ("ein",)), Output("UEI", None, ("uei",)), Output("Closed on", None, ("closed",)),
        Output("Reported by", None, ("reporter",)),
    ),
    make=make,
)  # fmt: skip

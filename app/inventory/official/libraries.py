"""Public libraries: the outlet file of the Public Libraries Survey, one row a building or bookmobile.

A bookmobile is a program that travels, not a place. Codes: IMLS, data file documentation of the survey.
"""

from typing import Final

from app.inventory.official.cells import joined, phone, point, whole_number, zip_code
from app.inventory.official.ipeds import PUBLIC_DOMAIN
from app.inventory.official.profile import Asked, Cells, LeftOut, Outcome, Output, Profile
from app.vocabulary.locales import locale_of

_OUTLETS: Final = {
    "CE": "Central library",
    "BR": "Branch library",
    "BS": "Bookmobile",
    "BM": "Books by mail only",
}
_CLOSED, _CLOSED_FOR_NOW, _MISTAKE = "03", "23", "22"
"""STATSTRU: closed, temporarily closed, a record that was a mistake."""
_SEQUENCE_DIGITS = 3


def make(cells: Cells, asked: Asked) -> Outcome:
    """One outlet."""
    del asked
    kind, structure = cells["outlet"].upper(), whole_number(cells.get("structure", "")).zfill(2)
    if kind == "BM":
        return LeftOut("books by mail (C_OUT_TY BM): no public place")
    if structure == _MISTAKE:
        return LeftOut("records the survey took back (STATSTRU 22)")
    state, mobile = cells["state"].upper(), kind == "BS"
    sequence = whole_number(cells["sequence"]).zfill(_SEQUENCE_DIGITS)
    return {
        "key": f"{cells['system']}-{sequence}" if cells["system"] else "",
        "kind": "program" if mobile else "institution", "subtype": "mobile-outreach" if mobile else "library",
        "reach": "mobile" if mobile else "site", "name": cells["name"], "phone": phone(cells.get("phone", "")),
        "status": {_CLOSED: "defunct", _CLOSED_FOR_NOW: "temporarily_closed"}.get(structure, "active"),
        "state": state, "address": cells.get("street", ""), "city": cells.get("city", ""),
        "postal_code": joined(zip_code(cells.get("zip", ""), state)), **point(cells),
        "Outlet": _OUTLETS.get(kind, ""), "Locale": locale_of(cells.get("locale", "")),
        "Hours a year": cells.get("hours", ""),
    }  # fmt: skip


LIBRARIES: Final = Profile(
    slug="libraries",
    title="Public libraries and bookmobiles (IMLS Public Libraries Survey, outlets)",
    source_name="IMLS Public Libraries Survey, outlets",
    page_url="https://www.imls.gov/research-evaluation/data-collection/public-libraries-survey",
    licence=PUBLIC_DOMAIN,
    example="pls_fy2022_outlet_pud22i.csv",
    kind="institution",
    key_scheme="imls-library",
    columns={
        "system": ("FSCSKEY",), "sequence": ("FSCS_SEQ",), "name": ("LIBNAME",), "street": ("ADDRESS",),
        "city": ("CITY",), "zip": ("ZIP",), "state": ("STABR",), "phone": ("PHONE",), "outlet": ("C_OUT_TY",),
        "structure": ("STATSTRU",), "hours": ("HOURS",), "locale": ("LOCALE", "LOCALE_ADD", "LOCALE_MOD"),
        "lon": ("LONGITUD", "LONGITUDE"), "lat": ("LATITUDE", "LATITUD"),
    },
    required=("system", "sequence", "name", "state", "outlet"),
    absent=frozenset(("", ".", "M", "-1", "-2", "-3", "-4", "-9")),
    outputs=(
        Output("FSCSKEY-FSCS_SEQ", "key"), Output("Kind", "kind"), Output("C_OUT_TY", "subtype"),
        Output("Reach", "reach"), Output("LIBNAME", "name"), Output("PHONE", "phone", ("phone",)),
        Output("STATSTRU", "status", ("structure",)), Output("STABR", "state"),
        Output("ADDRESS", "address", ("street",)), Output("CITY", "city", ("city",)),
        Output("ZIP", "postal_code", ("zip",)), Output("LATITUDE", "lat", ("lat",)),
        Output("LONGITUD", "lon", ("lon",)), Output("Outlet"), Output("Locale", None, ("locale",)),
        Output("Hours a year", None, ("hours",)),
    ),
    make=make,
)  # fmt: skip

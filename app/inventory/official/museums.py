"""Museums of science: the Museum Universe Data File of the Institute of Museum and Library Services.

The file lists over 30,000 museums, most of them of history and art. Loaded are science museums, natural history,
botanical gardens, zoos and aquariums, and children's museums; all on request. The file is a list the agency gathered
from several sources and stopped updating: its rows are as good as their vintage.
"""

from typing import Final

from app.inventory.official.cells import joined, phone, point, zip_code
from app.inventory.official.ipeds import PUBLIC_DOMAIN
from app.inventory.official.profile import Asked, Cells, LeftOut, Outcome, Output, Profile
from app.vocabulary.locales import locale_of

_DISCIPLINES: Final = {
    "ART": "Art museums", "BOT": "Arboretums, botanical gardens and nature centers", "CMU": "Children's museums",
    "GMU": "Uncategorized or general museums", "HSC": "Historical societies, historic preservation",
    "HST": "History museums", "NAT": "Natural history and natural science museums",
    "SCI": "Science and technology museums and planetariums", "ZAW": "Zoos, aquariums and wildlife conservation",
}  # fmt: skip
_OURS: Final = {
    "SCI": ("science-center", "general-science"), "NAT": ("museum", "biology; earth-environment"),
    "BOT": ("museum", "biology; earth-environment"), "ZAW": ("museum", "biology"), "CMU": ("museum", ""),
}  # fmt: skip


def make(cells: Cells, asked: Asked) -> Outcome:
    """One museum; its physical address where the file has one, else the one of its administration."""
    code = cells["discipline"].upper()
    if code not in _OURS and not asked.everything:
        return LeftOut(
            f"{_DISCIPLINES.get(code, 'no discipline')} (DISCIPL {code or 'empty'}): not of science"
        )
    subtype, disciplines = _OURS.get(code, ("museum", ""))
    at = "ph" if cells.get("ph_city") else "ad"
    state = (cells.get(f"{at}_state") or cells.get("ad_state", "")).upper()
    return {
        "key": cells["mid"], "subtype": subtype, "name": cells.get("name") or cells.get("legal", ""),
        "alternate_name": cells.get("other", ""), "url": cells.get("web", ""), "phone": phone(cells.get("phone", "")),
        "state": state, "address": cells.get(f"{at}_street", ""), "city": cells.get(f"{at}_city", ""),
        "postal_code": zip_code(cells.get(f"{at}_zip", ""), state), **point(cells), "disciplines": disciplines,
        "IMLS discipline": joined(_DISCIPLINES.get(code, ""), f"({code})" if code else "", by=" "),
        "EIN": cells.get("ein", ""), "Locale": locale_of(cells.get("locale", "")),
    }  # fmt: skip


MUSEUMS: Final = Profile(
    slug="museums",
    title="Museums of science (IMLS Museum Universe Data File)",
    source_name="IMLS Museum Universe Data File",
    page_url="https://www.imls.gov/research-evaluation/data-collection/museum-universe-data-file",
    licence=PUBLIC_DOMAIN,
    example="MuseumFile2018_File1_Nulls.csv",
    kind="institution",
    key_scheme="imls-museum",
    columns={
        "mid": ("MID",), "discipline": ("DISCIPL",), "name": ("COMMONNAME",), "legal": ("LEGALNAME",),
        "other": ("ALTNAME", "AKADBA"), "ad_street": ("ADSTREET",), "ad_city": ("ADCITY",), "ad_state": ("ADSTATE",),
        "ad_zip": ("ADZIP5", "ADZIP"), "ph_street": ("PHSTREET",), "ph_city": ("PHCITY",), "ph_state": ("PHSTATE",),
        "ph_zip": ("PHZIP5", "PHZIP"), "phone": ("PHONE",), "web": ("WEBURL",), "ein": ("EIN",),
        "lat": ("LATITUDE",), "lon": ("LONGITUDE",), "locale": ("LOCALE4",),
    },
    required=("mid", "discipline", "name", "ad_city", "ad_state"),
    absent=frozenset(("", ".", "NULL", "Null", "NA")),
    outputs=(
        Output("MID", "key"), Output("DISCIPL", "subtype"), Output("COMMONNAME", "name"),
        Output("ALTNAME", "alternate_name", ("other",)), Output("WEBURL", "url", ("web",)),
        Output("PHONE", "phone", ("phone",)), Output("STATE", "state"), Output("STREET", "address", ("ad_street",)),
        Output("CITY", "city"), Output("ZIP", "postal_code", ("ad_zip",)), Output("LATITUDE", "lat", ("lat",)),
        Output("LONGITUDE", "lon", ("lon",)), Output("Disciplines", "disciplines"), Output("IMLS discipline"),
        Output("EIN", None, ("ein",)), Output("Locale", None, ("locale",)),
    ),
    make=make,
)  # fmt: skip

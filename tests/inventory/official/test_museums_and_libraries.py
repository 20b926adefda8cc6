"""Museums of science among all museums; libraries, and bookmobiles as programs that travel."""

from collections.abc import Callable

import pytest

from tests.inventory.official.conftest import Ours

Make = Callable[..., Ours]
MUSEUM = {
    "MID": "8403500042", "DISCIPL": "NAT", "EIN": "850105601", "COMMONNAME": "Museum of Natural History",
    "LEGALNAME": "Museum of Natural History and Science", "ALTNAME": "NULL",
    "ADSTREET": "PO Box 1", "ADCITY": "Santa Fe", "ADSTATE": "NM", "ADZIP": "87501", "PHSTREET": "1801 Mountain Rd NW",
    "PHCITY": "Albuquerque", "PHSTATE": "NM",
    "PHZIP": "87104", "PHONE": "5058412800", "WEBURL": "nmnaturalhistory.org", "LATITUDE": "35.0980",
    "LONGITUDE": "-106.6654", "LOCALE4": "11",
}  # fmt: skip
LIBRARY = {
    "STABR": "NM", "FSCSKEY": "NM0006", "FSCS_SEQ": "2", "LIBID": "x", "LIBNAME": "Main Library",
    "ADDRESS": "501 Copper", "CITY": "Albuquerque", "ZIP": "87102",
    "PHONE": "5057685141", "C_OUT_TY": "BR", "HOURS": "2600", "STATSTRU": "00",
    "LONGITUD": "-106.6509", "LATITUDE": "35.0861", "LOCALE": "11",
}  # fmt: skip


def test_a_museum_is_where_its_visitors_go(ours: Make) -> None:
    row = ours("museums", MUSEUM).row
    assert (row["address"], row["city"], row["postal_code"]) == (
        "1801 Mountain Rd NW",
        "Albuquerque",
        "87104",
    )
    assert (row["subtype"], row["disciplines"], row["alternate_name"]) == (
        "museum",
        "biology; earth-environment",
        "",
    )
    assert row["IMLS discipline"] == "Natural history and natural science museums (NAT)"


def test_without_a_physical_address_the_administrations_is_taken(ours: Make) -> None:
    row = ours("museums", MUSEUM | {"PHCITY": "NULL", "PHSTATE": "", "LATITUDE": "0", "LONGITUDE": "0"}).row
    assert (row["address"], row["city"], row["lat"], row["lon"]) == ("PO Box 1", "Santa Fe", "", "")


def test_a_science_center(ours: Make) -> None:
    row = ours("museums", MUSEUM | {"DISCIPL": "SCI", "COMMONNAME": ""}).row
    assert (row["subtype"], row["name"]) == ("science-center", "Museum of Natural History and Science")


def test_museums_of_other_things_are_counted_by_reason(ours: Make) -> None:
    rows = [MUSEUM | {"DISCIPL": code} for code in ("ART", "HSC", "HSC", "")]
    found = ours("museums", *rows)
    assert (found.rows, sorted(found.left_out.values())) == ([], [1, 1, 2])
    assert [row["subtype"] for row in ours("museums", *rows, everything=True).rows] == ["museum"] * 4


def test_a_branch_library(ours: Make) -> None:
    row = ours("libraries", LIBRARY).row
    assert (row["key"], row["kind"], row["subtype"]) == ("NM0006-002", "institution", "library")
    assert (row["reach"], row["Outlet"], row["status"]) == ("site", "Branch library", "active")


def test_a_bookmobile_is_a_program_that_travels(ours: Make) -> None:
    row = ours("libraries", LIBRARY | {"C_OUT_TY": "BS"}).row
    assert (row["kind"], row["subtype"], row["reach"]) == ("program", "mobile-outreach", "mobile")


@pytest.mark.parametrize(
    ("code", "status"), [("3", "defunct"), ("23", "temporarily_closed"), ("02", "active")]
)
def test_libraries_that_closed(ours: Make, code: str, status: str) -> None:
    assert ours("libraries", LIBRARY | {"STATSTRU": code}).row["status"] == status


def test_outlets_that_are_no_place_are_left_out(ours: Make) -> None:
    found = ours("libraries", LIBRARY | {"C_OUT_TY": "BM"}, LIBRARY | {"STATSTRU": "22"})
    assert (found.rows, sum(found.left_out.values())) == ([], 2)

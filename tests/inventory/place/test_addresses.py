"""Addresses that are no places, units, and spellings that meet."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.inventory.place.addresses import fold_address, may_be_mail_only, read_address


@pytest.mark.parametrize(
    "text",
    [
        "PO Box 12", "P.O. Box 1420", "P O BOX 7", "p.o.box 99", "Post Office Box 3", "POB 45", "PO Drawer D", "Box 12",
        "Drawer 9", "General Delivery", "P. O. Box 31-A", "PO BOX",
        "Call Box 860",
    ],
)  # fmt: skip
def test_boxes_are_no_streets(text: str) -> None:
    found = read_address(text)
    assert (found.is_box, found.is_rural, found.can_be_geocoded) == (True, False, False)
    assert may_be_mail_only(text)


@pytest.mark.parametrize(
    "text",
    ["RR 3 Box 45", "R.R. 2", "Rural Route 1, Box 9", "HC 74 Box 12", "HCR 5 Box 2", "RFD 2", "Rt 3 Box 45",
     "Star Route Box 8", "SR 5 Box 9", "Highway Contract Route 61"],
)  # fmt: skip
def test_rural_routes_are_no_streets(text: str) -> None:
    found = read_address(text)
    assert (found.is_box, found.is_rural, found.can_be_geocoded) == (False, True, False)
    assert may_be_mail_only(text)


@pytest.mark.parametrize(
    ("text", "street"),
    [
        ("100 Main St", "100 Main St"),
        ("100 Main St, PO Box 7", "100 Main St"),
        ("PO Box 7, 100 Main St", "100 Main St"),
        ("1801 Mountain Rd NW", "1801 Mountain Rd NW"),
        ("14 Box Elder Rd", "14 Box Elder Rd"),
        ("2500 Post Office Square", "2500 Post Office Square"),
        ("4401 SR 14", "4401 SR 14"),
        ("12-14 Calle Lopez", "12-14 Calle Lopez"),
        ("55 Poboda Lane", "55 Poboda Lane"),
        ("One College Drive", "One College Drive"),
        ("Strong Hall, 1450 Jayhawk Blvd, Room 230", "1450 Jayhawk Blvd"),
        ("1800 Box Rd", "1800 Box Rd"),
    ],
)
def test_streets_are_streets(text: str, street: str) -> None:
    found = read_address(text)
    assert (found.street, found.is_box, found.is_rural) == (street, False, False)
    assert found.can_be_geocoded


@pytest.mark.parametrize("text", ["Corner of 1st and Main", "Plaza", "Route 66", "SR 14", "Fairgrounds", ""])
def test_what_has_no_house_number_is_not_asked_for_and_not_flagged(text: str) -> None:
    found = read_address(text)
    assert (found.can_be_geocoded, found.is_box, found.is_rural) == (False, False, False)


@pytest.mark.parametrize(
    ("text", "street", "unit"),
    [
        ("1201 Central Ave NE, Suite 205", "1201 Central Ave NE", "Suite 205"),
        ("1201 Central Ave NE #5", "1201 Central Ave NE", "#5"),
        ("40 First Plaza Apt. 3-B", "40 First Plaza", "Apt. 3-B"),
        ("6 Lomas Blvd, Bldg 2, Room 14", "6 Lomas Blvd", "Bldg 2 Room 14"),
        ("9 Main St 2nd Floor", "9 Main St", "2nd Floor"),
        ("9 Flower St", "9 Flower St", ""),
        ("Administration Bldg Suite 1070", "Administration Bldg", "Suite 1070"),
    ],
)
def test_units_are_kept_apart(text: str, street: str, unit: str) -> None:
    found = read_address(text)
    assert (found.street, found.unit) == (street, unit)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1201 Central Avenue NE, Suite 5", "1201 CENTRAL AVE. N.E. #5".replace("N.E.", "NE")),
        ("100 North First Street", "100 N 1st St"),
        ("7 Mount Taylor Drive", "7 Mt. Taylor Dr"),
        ("12 Cañón Road", "12 Canon Rd"),
    ],
)
def test_spellings_of_one_address_meet(one: str, other: str) -> None:
    assert fold_address(one) == fold_address(other) != ""


@given(some.text(alphabet="pobxrdhcfstaeuwr .#12,", max_size=24))
def test_the_quick_look_misses_nothing(text: str) -> None:
    text = " ".join(text.split()).strip(" ,;-")
    found = read_address(text)
    assert may_be_mail_only(text) or not (found.is_box or found.is_rural)


def test_other_units_and_houses_do_not_meet() -> None:
    assert len({fold_address(text) for text in ("1 Main St", "2 Main St", "1 Main St #2", "1 Main Rd")}) == 4

"""What the page of an asset makes of stored values, for the eye alone."""

from datetime import date
from decimal import Decimal

import pytest

from app.routers.asset_words import (
    address_label,
    cost_in_words,
    day_in_words,
    origin_in_words,
    town_in_words,
)


@pytest.mark.parametrize(
    ("amount", "band", "words"),
    [
        (None, None, None), (None, "under-50", "Under $50"), (Decimal("25.00"), "under-50", "$25 (under $50)"),
        (Decimal("0.00"), "free", "Free"), (0, None, "Free"), (None, "free", "Free"), (Decimal("12.5"), None, "$12.50"),
        (1200, "200-plus", "$1,200 ($200 or more)"), (25, "sliding-scale", "$25 (sliding scale)"),
        (0, "sliding-scale", "Free (sliding scale)"),
    ],
)  # fmt: skip
def test_cost_is_one_line(amount: object, band: str | None, words: str | None) -> None:
    assert cost_in_words(amount, band) == words


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("LOGAN", "Logan"), ("SALT LAKE CITY", "Salt Lake City"), ("COEUR D'ALENE", "Coeur D'Alene"),
        ("ST. GEORGE", "St. George"), ("TRUTH OR CONSEQUENCES", "Truth or Consequences"), ("McCall", "McCall"),
        ("KO", "KO"), ("LAS VEGAS", "Las Vegas"), ("logan", "logan"),
    ],
)  # fmt: skip
def test_a_town_in_capitals_is_shown_as_a_name(written: str, shown: str) -> None:
    assert town_in_words(written) == shown


@pytest.mark.parametrize(
    ("address", "label"),
    [("PO Box 12", "Mailing address"), ("100 Main St", "Address"), ("100 Main St, PO Box 12", "Address"),
     ("HC 61 Box 40", "Mailing address"), ("Fairgrounds", "Address")],
)  # fmt: skip
def test_a_box_is_called_a_mailing_address(address: str, label: str) -> None:
    assert address_label(address) == label


def test_days_and_origins_are_said_in_words() -> None:
    day = date(2026, 3, 4)
    assert day_in_words(day) == "March 4, 2026"
    own = {"state": "UT", "source_name": "inventory of Utah", "updated_at": day}
    assert origin_in_words(own) == "From Utah’s list of March 4, 2026, not yet verified"
    other = own | {"source_name": "STEM census"}
    assert origin_in_words(other) == "From the list “STEM census” of March 4, 2026, not yet verified"

"""What nobody has said: an empty result that says more about the lists than about the world."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.catalog.filters import AssetFilter
from app.catalog.unsaid import seldom_said

Asks = Callable[..., AssetFilter]
AddAsset = Callable[..., Any]
TODAY = date(2026, 9, 15)


@pytest.fixture
def words(emptied: Session, asks: Asks) -> Callable[..., list[str]]:
    return lambda **wish: [each.words for each in seldom_said(emptied, asks(**wish), TODAY)]


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ({"language": "es"}, "its language"),
        ({"transport": "true"}, "whether it provides transport"),
        ({"cost": "free", "free": "true"}, "what it costs"),
        ({"season": "summer"}, "its season"),
        ({"time_of_day": "evening"}, "its time of day"),
        ({"band": "high"}, "its grades"),
        ({"audience": "women-girls"}, "whom it is designed for"),
        ({"delivery": "in-person"}, "how it reaches people"),
        ({"discipline": "energy"}, "its subject"),
        ({"verified_since": "2026-01-01"}, "when it was verified"),
        ({"cip": "14"}, "its CIP code"),
        ({"cluster": "digital-technology"}, "its career cluster"),
    ],
)
def test_what_nobody_says(
    words: Callable[..., list[str]], add_asset: AddAsset, wish: dict[str, str], said: str
) -> None:
    add_asset()
    assert words(**wish) == [f"No entry here says {said} yet"]


def test_hardly_anybody_is_under_five_in_a_hundred(
    words: Callable[..., list[str]], add_asset: AddAsset
) -> None:
    add_asset("English", languages=["en"])
    for n in range(19):
        add_asset(f"silent {n}")
    assert words(language="es") == []
    add_asset("one more")
    assert words(language="es") == ["Only one of 21 entries here says its language"]
    add_asset("French", languages=["fr"])
    for n in range(30):
        add_asset(f"quiet {n}")
    assert words(language="es") == ["Only 2 of 52 entries here say their language"]


def test_it_counts_among_what_else_matches(words: Callable[..., list[str]], add_asset: AddAsset) -> None:
    add_asset("said", languages=["en"], state="AK"), add_asset("silent", state="HI")
    assert words(language="es", state="HI") == ["No entry here says its language yet"]
    assert words(language="es", state="AK") == []
    assert words(language="es", state="WY") == []  # none matches there: of all, half say it
    assert words(state="WY") == []

"""What serves a place without being near it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.catalog.filters import AssetFilter
from app.catalog.serving import apart
from app.geography.lookup import Origin

Asks = Callable[..., AssetFilter]
AddAsset = Callable[..., Any]
TODAY = date(2026, 9, 15)
HERE = Origin(-155.1, 19.7, "Here")
"""In Hawaii County, HI (15001)."""
FAR = (-157.85, 21.3)


@pytest.fixture
def served(emptied: Session, asks: Asks) -> Callable[[], list[str]]:
    """Names of the programs that serve HERE from elsewhere."""
    asked = asks(near="19.7,-155.1", kind="program")
    return lambda: [row.name for row in apart(emptied, asked, HERE, TODAY).rows]


@pytest.mark.parametrize("at", [None, FAR])
@pytest.mark.parametrize(
    ("serves", "fields"),
    [
        (True, {"reach": "statewide"}),
        (False, {"reach": "statewide", "state": "AK"}),
        (True, {"reach": "national", "state": "AK"}),
        (True, {"reach": "virtual"}),
        (False, {"reach": "virtual", "state": "AK"}),
        (False, {"reach": "virtual", "state": "AK", "description": "State courses of national standard."}),
        (True, {"reach": "virtual", "state": "AK", "description": "Open to students nationwide."}),
        (True, {"reach": "virtual", "state": "AK", "description": "For schools in all 50 states"}),
        (True, {"reach": "areas", "service_area_geoids": ["15001", "15009"]}),
        (False, {"reach": "areas", "service_area_geoids": ["15009"]}),
        (False, {"reach": "site"}),
    ],
)
def test_what_serves_a_place_with_or_without_a_point(
    served: Callable[[], list[str]],
    add_asset: AddAsset,
    at: tuple[float, float] | None,
    serves: bool,
    fields: dict[str, Any],
) -> None:
    add_asset("it", at=at, **fields)
    assert served() == (["it"] if serves else [])


def test_a_service_radius_covers_the_place_or_not(
    served: Callable[[], list[str]], add_asset: AddAsset
) -> None:
    add_asset("far enough", at=FAR, reach="radius", service_radius_m=400_000)
    add_asset("too short", at=FAR, reach="radius", service_radius_m=200_000)
    assert served() == ["far enough"]


def test_what_is_near_is_in_the_list_already(served: Callable[[], list[str]], add_asset: AddAsset) -> None:
    add_asset("next door", reach="statewide")
    assert served() == []


def test_kinds_are_counted_and_the_own_state_comes_first(
    emptied: Session, asks: Asks, add_asset: AddAsset
) -> None:
    add_asset("A", at=None, reach="national", state="AK")
    add_asset("B", at=None, reach="statewide", kind="institution", subtype="museum")
    add_asset("C", at=None, reach="statewide")
    found = apart(emptied, asks(near="19.7,-155.1"), HERE, TODAY)
    assert [row.name for row in found.rows] == ["B", "C", "A"]
    assert (found.matched, dict(found.by_kind)) == (3, {"program": 2, "institution": 1})


def test_outside_of_all_counties_the_nation_serves(emptied: Session, asks: Asks, add_asset: AddAsset) -> None:
    add_asset("state", at=None, reach="statewide"), add_asset("nation", at=None, reach="national")
    found = apart(emptied, asks(near="0,0"), Origin(0, 0, "Sea"), TODAY)
    assert [row.name for row in found.rows] == ["nation"]

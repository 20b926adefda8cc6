"""What comes closest to a question that nothing answers."""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.catalog.coming_close import coming_close
from app.catalog.filters import AssetFilter
from app.geography.lookup import Origin

TODAY = date(2026, 9, 15)
HERE = Origin(-155.1, 19.7, "Here")
"""In Hawaii County, HI (15001)."""
FAR = (-157.85, 21.3)


def test_what_serves_the_place_from_elsewhere_comes_before_what_is_far(
    emptied: Session, asks: Callable[..., AssetFilter], add_asset: Callable[..., Any]
) -> None:
    robots: dict[str, Any] = {"disciplines": ["robotics"], "subtype": "competition", "kind": "opportunity"}
    add_asset("of the state", None, reach="statewide", **robots)
    add_asset("far away", FAR, **robots)
    add_asset("of another state", None, reach="statewide", **robots | {"state": "AK"})
    add_asset("next door", (-155.09, 19.7), reach="statewide", **robots)
    asked = asks(near="19.7,-155.1", discipline="robotics", subtype="club", cost="free")
    found = coming_close(emptied, asked, HERE, TODAY)
    assert [(each.row.name, each.reach) for each in found] == [
        ("next door", None), ("of the state", "statewide"), ("far away", None)
    ]  # fmt: skip
    assert found[0].row.distance_m == 1048
    assert found[1].row.distance_m is None
    assert (found[1].meets, found[1].unsaid, found[1].misses) == (
        ["Robotics"], ["Free"], ["Club"]
    )  # fmt: skip


def test_without_a_place_nothing_is_elsewhere(
    emptied: Session, asks: Callable[..., AssetFilter], add_asset: Callable[..., Any]
) -> None:
    add_asset("of the state", None, reach="statewide", disciplines=["robotics"])
    found = coming_close(emptied, asks(discipline="robotics", subtype="club"), None, TODAY)
    assert [(each.row.name, each.reach) for each in found] == [("of the state", None)]

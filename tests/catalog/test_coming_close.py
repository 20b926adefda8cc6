"""What comes closest to a question that nothing answers."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.catalog.coming_close import coming_close
from app.catalog.filters import AssetFilter
from app.catalog.hints import loosened
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


def test_groups_come_in_order_with_three_of_each_at_most(
    emptied: Session, asks: Callable[..., AssetFilter], add_asset: Callable[..., Any]
) -> None:
    for number in range(4):
        here = (-155.1 - number / 100, 19.7)
        add_asset(f"library {number}", here, kind="institution", subtype="library", cost_band="free")
        add_asset(f"of the state {number}", None, reach="statewide", disciplines=["robotics"], subtype="club")
        add_asset(f"far {number}", (-157.85, 21.3 + number / 100), disciplines=["robotics"], subtype="club")
    add_asset("only there", (-155.1, 19.7), disciplines=["biology"])
    asked = asks(near="19.7,-155.1", discipline="robotics", subtype="club", cost="free", state="HI")
    found = coming_close(emptied, asked, HERE, TODAY)
    assert [each.group for each in found] == ["near"] * 3 + ["comes"] * 3 + ["farther"] * 3
    assert [each.row.name for each in found if each.group == "near"] == [
        "library 0",
        "library 1",
        "library 2",
    ]
    assert [each.row.name for each in found if each.group == "farther"] == ["far 0", "far 1", "far 2"]
    assert all((each.row.distance_m is None) == (each.group == "comes") for each in found)


@pytest.mark.parametrize(("within", "group"), [("20mi", "farther"), ("21mi", "near"), (None, "near")])
def test_near_is_within_the_distance_that_was_asked_for(
    emptied: Session, asks: Callable[..., AssetFilter], add_asset: Callable[..., Any], within: str | None,
    group: str,
) -> None:  # fmt: skip
    add_asset("some way off", (-155.1, 20.0), disciplines=["robotics"])
    more = {"within": within} if within else {}
    asked = asks(near="19.7,-155.1", discipline="robotics", subtype="club", **more)
    found = coming_close(emptied, asked, HERE, TODAY)
    assert [(each.group, round((each.row.distance_m or 0) / 1609.344, 1)) for each in found] == [
        (group, 20.6)
    ]


def test_a_county_is_called_by_its_name(
    places: Session, emptied: Session, asks: Callable[..., AssetFilter], add_asset: Callable[..., Any]
) -> None:
    add_asset("there", county_geoid="15901", disciplines=["biology"])
    add_asset("elsewhere", disciplines=["robotics"])
    asked = asks(county="15901", discipline="robotics")
    found = coming_close(emptied, asked, None, TODAY)
    assert [(each.row.name, each.meets, each.misses) for each in found] == [
        ("elsewhere", ["Robotics"], ["Testkona County, HI"])
    ]
    labels = [each.label for each in loosened(emptied, asked, {}, TODAY)]
    assert "without Testkona County, HI" in labels

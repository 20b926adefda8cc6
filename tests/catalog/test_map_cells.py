"""What a map shows: every asset in exactly one group, facets counted from what is kept, places named."""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.catalog.filters import AssetFilter
from app.catalog.map_cells import NAMED, Drawn, drawn
from app.catalog.map_sets import MapSets
from app.catalog.map_view import View
from app.catalog.row_sets import LEAST

AddAsset = Callable[..., Any]
Asks = Callable[..., AssetFilter]
HERE = (-155.1, 19.7)


def seen(
    session: Session, chosen: AssetFilter, today: date, view: Any = (600, 500), sets: Any = None
) -> Drawn:
    return drawn(
        session, chosen, view, today=today, origin=None, sets=MapSets(1000) if sets is None else sets
    )


def test_assets_apart_are_single_and_named(emptied: Session, add_asset: AddAsset, today: date) -> None:
    ids = [str(add_asset(f"Club {number}", at=(HERE[0] + number, HERE[1]))) for number in range(3)]
    found = seen(emptied, AssetFilter(), today)
    assert (found.found, found.shown) == (3, 3)
    assert sorted(each["named"][0]["id"] for each in found.cells) == sorted(ids)
    assert [each["count"] for each in found.cells] == [1, 1, 1]


def test_many_at_one_place_are_named_up_to_a_dozen(
    emptied: Session, add_asset: AddAsset, today: date
) -> None:
    for number in range(NAMED + 3):
        add_asset(f"Club {number:02}", at=(HERE[0], HERE[1]))
    (cell,) = seen(emptied, AssetFilter(), today).cells
    assert cell["count"] == NAMED + 3
    assert [each["name"] for each in cell["named"]] == [f"Club {at:02}" for at in range(NAMED)]


def test_what_is_near_each_other_is_a_group_until_one_comes_closer(
    emptied: Session, add_asset: AddAsset, today: date
) -> None:
    add_asset("One", at=(HERE[0], HERE[1]))
    add_asset("Other", at=(HERE[0] + 0.001, HERE[1]))
    (cell,) = seen(emptied, AssetFilter(), today, View(*HERE, 8, 600, 500)).cells
    assert cell["count"] == 2
    assert "named" not in cell
    assert (cell["west"], cell["east"]) == (HERE[0], HERE[0] + 0.001)
    assert len(seen(emptied, AssetFilter(), today, View(*HERE, 16, 600, 500)).cells) == 2


def test_outside_of_the_view_is_found_but_not_shown(
    emptied: Session, add_asset: AddAsset, today: date
) -> None:
    add_asset("Here", at=(HERE[0], HERE[1]))
    add_asset("There", at=(HERE[0] + 5, HERE[1]))
    add_asset("Nowhere", at=None)
    found = seen(emptied, AssetFilter(), today, View(*HERE, 10, 600, 500))
    assert (found.found, found.shown, len(found.cells)) == (2, 1, 1)


def test_ticking_reads_nothing_again_and_a_full_house_forgets(
    emptied: Session, add_asset: AddAsset, asks: Asks, today: date
) -> None:
    add_asset("Robots", at=(HERE[0], HERE[1]), disciplines=["robotics"])
    add_asset("Bugs", at=(HERE[0] + 1, HERE[1]), disciplines=["biology"])
    sets = MapSets(LEAST)
    for slug, name in (("robotics", "Robots"), ("biology", "Bugs")):
        (cell,) = seen(emptied, asks(discipline=slug), today, sets=sets).cells
        assert cell["named"][0]["name"] == name
    assert len(sets) == 1
    seen(emptied, asks(q="bugs"), today, sets=sets)
    assert len(sets) == 1  # there is room for one
    none = MapSets(0)
    assert seen(emptied, AssetFilter(), today, sets=none).found == 2
    assert len(none) == 0


def test_nothing_found_is_an_empty_map_of_the_country(emptied: Session, asks: Asks, today: date) -> None:
    found = seen(emptied, asks(q="zzzqqq"), today)
    assert (found.found, found.shown, found.cells) == (0, 0, [])
    assert -100 < found.view.lon < -90

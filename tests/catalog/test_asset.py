"""One asset, and points for maps."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.catalog.asset import CHILDREN_MAX, asset_detail, asset_feature
from app.catalog.filters import AssetFilter
from app.catalog.points import POINT_FIELDS, map_points
from app.models.asset import AssetIdentifier

Asks = Callable[..., AssetFilter]
AddAsset = Callable[..., UUID]
TODAY = date(2026, 9, 15)


def read(session: Session, asset_id: UUID) -> dict[str, Any]:
    body = asset_feature(session, asset_id, today=TODAY)
    assert body is not None
    feature: dict[str, Any] = json.loads(body)
    return feature


def test_a_feature_tells_its_family_and_keys(places: Session, add_asset: AddAsset) -> None:
    museum = add_asset("Museum", kind="institution", subtype="museum", county_geoid="15901")
    camps = [add_asset(name, parent_id=museum) for name in ("B camp", "A camp")]
    add_asset("Secret camp", parent_id=museum, visibility="internal")
    places.execute(insert(AssetIdentifier).values(scheme="state:HI", value="0042", asset_id=museum))
    properties = read(places, museum)["properties"]
    assert properties["parent"] is None
    assert [child["name"] for child in properties["children"]] == ["A camp", "B camp"]
    assert properties["children_count"] == 2
    assert properties["identifiers"] == [{"scheme": "state:HI", "value": "0042"}]
    assert properties["county_name"] == "Testkona County"
    assert read(places, camps[0])["properties"]["parent"] == {"id": str(museum), "name": "Museum"}


def test_children_are_capped_and_counted(emptied: Session, add_asset: AddAsset) -> None:
    museum = add_asset("Museum", kind="institution", subtype="museum")
    for n in range(CHILDREN_MAX + 3):
        add_asset(f"Camp {n:03}", parent_id=museum)
    properties = read(emptied, museum)["properties"]
    assert (len(properties["children"]), properties["children_count"]) == (CHILDREN_MAX, CHILDREN_MAX + 3)
    assert properties["children"][0]["name"] == "Camp 000"


@pytest.mark.parametrize(
    "hidden", [{"visibility": "internal"}, {"visibility": "partner"}, {"deleted_at": date(2026, 1, 1)}]
)
def test_what_is_not_public_is_not_there(
    emptied: Session, add_asset: AddAsset, hidden: dict[str, Any]
) -> None:
    made = add_asset(**hidden)
    assert asset_feature(emptied, made, today=TODAY) is None
    assert asset_detail(emptied, made, today=TODAY) is None
    child = add_asset(parent_id=made)
    assert read(emptied, child)["properties"]["parent"] is None


def test_an_unknown_id_is_none(emptied: Session) -> None:
    assert asset_feature(emptied, uuid4(), today=TODAY) is None


def test_a_closed_asset_is_still_answered(emptied: Session, add_asset: AddAsset) -> None:
    assert read(emptied, add_asset(status="defunct"))["properties"]["status"] == "defunct"


def test_detail_has_parts_and_neighbours(emptied: Session, add_asset: AddAsset) -> None:
    museum = add_asset("Museum", kind="institution", subtype="museum", at=(-155.1, 19.7))
    add_asset("Part", parent_id=museum, at=(-155.1, 19.7))
    add_asset("Closed part", parent_id=museum, status="defunct")
    for n, name in enumerate(["first", "second", "third", "fourth", "fifth", "sixth"], 1):
        add_asset(name, at=(-155.1, 19.7 + n / 100))
    add_asset("too far", at=(-155.1, 20.2))
    detail = asset_detail(emptied, museum, today=TODAY)
    assert detail is not None
    assert (detail.lon, detail.lat) == (-155.1, 19.7)
    assert [row.name for row in detail.children] == ["Part"]
    assert [row.name for row in detail.nearby] == ["first", "second", "third", "fourth", "fifth"]
    assert detail.nearby[0].distance_m == pytest.approx(1107, abs=2)
    assert detail.fields["children_count"] == 2


def test_detail_without_a_point_has_no_neighbours(emptied: Session, add_asset: AddAsset) -> None:
    add_asset("other")
    detail = asset_detail(emptied, add_asset(at=None), today=TODAY)
    assert detail is not None
    assert (detail.lon, detail.nearby) == (None, [])


def test_points_say_what_they_leave_out(emptied: Session, asks: Asks, add_asset: AddAsset) -> None:
    for n in range(4):
        add_asset(f"camp {n}")
    add_asset("online", at=None)
    cut = json.loads(map_points(emptied, asks(), today=TODAY, limit=3))
    assert (cut["numberMatched"], cut["numberReturned"], cut["withoutPoint"], cut["truncated"]) == (
        5,
        3,
        1,
        True,
    )
    whole = json.loads(map_points(emptied, asks(), today=TODAY, limit=4))
    assert (whole["numberReturned"], whole["truncated"]) == (4, False)
    assert tuple(whole["features"][0]["properties"]) == POINT_FIELDS


def test_no_points(emptied: Session, asks: Asks) -> None:
    empty = json.loads(map_points(emptied, asks(), today=TODAY, limit=3))
    assert (empty["numberMatched"], empty["features"], empty["truncated"]) == (0, [], False)

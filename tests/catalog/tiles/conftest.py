"""Tiles made in the test's own transaction, decoded."""

from collections.abc import Callable
from typing import Any

import mapbox_vector_tile
import pytest
from sqlalchemy.orm import Session

from app.catalog.collections import COLLECTIONS
from app.catalog.conditions import fragments_of
from app.catalog.filters import AssetFilter
from app.catalog.fragments import Fragment, all_of, as_statement
from app.catalog.tiles.grid import Tile
from app.catalog.tiles.layers import layer_statement
from tests.catalog.conftest import TODAY

Features = list[dict[str, Any]]
MakeTile = Callable[..., Features]


def decoded(body: bytes, layer: str) -> Features:
    """Features of a layer with y downward, as the tile has them; none where the layer is not there."""
    found = mapbox_vector_tile.decode(body, default_options={"y_coord_down": True})
    if layer not in found:
        return []
    assert found[layer]["extent"] == 4096
    assert found[layer]["version"] == 2
    features: Features = found[layer]["features"]
    return features


@pytest.fixture
def make_tile(session: Session) -> MakeTile:
    """Make the layer of a collection in a tile, of what everybody sees."""

    def make(tile: Tile, collection: str = "assets", most_points: int = 10_000) -> Features:
        own = COLLECTIONS[collection]
        shared = fragments_of(AssetFilter(), today=TODAY) if own.of_assets else []
        where = all_of([*shared, Fragment(own.condition)])
        body = session.execute(as_statement(layer_statement(own, where, tile, most_points))).scalar_one()
        return decoded(bytes(body or b""), collection)

    return make

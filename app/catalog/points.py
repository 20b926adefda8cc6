"""Matching assets as the fewest bytes a map needs: a point and what its popup says first."""

from datetime import date
from typing import Final

import orjson
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.catalog.conditions import where
from app.catalog.features import feature_texts
from app.catalog.filters import AssetFilter
from app.catalog.tables import ASSET

POINT_FIELDS: Final = ("name", "kind", "subtype", "city", "state", "location_precision", "reach")


def map_points(session: Session, chosen: AssetFilter, *, today: date, limit: int) -> bytes:
    """A GeoJSON FeatureCollection of at most `limit` matching assets that have a point.

    `numberMatched` counts all matches and `withoutPoint` those no map can show, both exactly. When there are
    more points than `limit`, `truncated` is true and the points are an even choice (by id, which is random).
    """
    asked = where(session, chosen, today=today)
    columns = (ASSET.c.id, ASSET.c.geom, *(ASSET.c[name] for name in POINT_FIELDS))
    page = (
        select(*columns)
        .where(*asked, ASSET.c.geom.is_not(None))
        .order_by(ASSET.c.id)
        .limit(limit)
        .cte("page")
    )
    features = session.scalars(feature_texts(page, POINT_FIELDS).order_by(page.c.id)).all()
    counts = select(func.count(), func.count(ASSET.c.geom)).select_from(ASSET).where(*asked)
    matched, placed = session.execute(counts).one()
    about = {
        "type": "FeatureCollection",
        "numberMatched": matched,
        "numberReturned": len(features),
        "withoutPoint": matched - placed,
        "truncated": placed > len(features),
    }
    return collection(about, ",".join(features).encode())


def collection(about: dict[str, object], features: bytes) -> bytes:
    """A FeatureCollection: its members in `about`, then features that are JSON already."""
    return orjson.dumps(about)[:-1] + b',"features":[' + features + b"]}"

"""A small country of our own: three counties, four ZIP areas, some towns, and a way to put assets into it.

Far from the six states (Hawaii and Alaska), so that nothing here depends on what the seed holds.
"""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, insert, text
from sqlalchemy.orm import Session

from app.catalog.filters import AssetFilter, parse_filter
from app.catalog.tables import ASSET
from app.settings import Settings

TODAY = date(2026, 9, 15)

AddAsset = Callable[..., UUID]


Asks = Callable[..., AssetFilter]


@pytest.fixture
def asks(settings: Settings) -> Asks:
    """Make the filter of query pairs: `asks(("kind", "program"), q="robots")`."""

    def ask(*pairs: tuple[str, str], **singles: str) -> AssetFilter:
        return parse_filter([*pairs, *singles.items()], settings=settings)

    return ask


@pytest.fixture
def today() -> date:
    """The day of these tests."""
    return TODAY


@pytest.fixture
def emptied(session: Session) -> Session:
    """The session with no asset in it, whatever the seed brought (rolled back at the end)."""
    session.execute(text("TRUNCATE asset CASCADE"))
    return session


@pytest.fixture
def add_asset(emptied: Session) -> AddAsset:
    """Insert an asset and return its id; `at` is (lon, lat)."""

    def add(
        name: str = "Robotics Camp", at: tuple[float, float] | None = (-155.1, 19.7), **fields: Any
    ) -> UUID:
        row: dict[str, Any] = {"kind": "program", "subtype": "camp", "state": "HI", "name": name} | fields
        if at is not None:
            point = func.ST_SetSRID(func.ST_MakePoint(float(at[0]), float(at[1])), 4326)
            row |= {"geom": point, "location_precision": "exact"} | fields
        made: UUID = emptied.execute(insert(ASSET).values(row).returning(ASSET.c.id)).scalar_one()
        return made

    return add


AREAS = (
    # kind, geoid, name, alternate names, state, lon, lat, people
    ("county", "15901", "Testkona County", [], "HI", -155.5, 19.6, 5000),
    ("county", "15902", "Doña Prueba County", [], "HI", -156.5, 20.8, 50),
    ("zip", "96999", "Kalitown", ["Kalitown Camp"], "HI", -155.1, 19.7, 900),
    ("place", "990001", "Kalitown", [], "HI", -155.09, 19.72, 4000),
    ("place", "990002", "Kalitown", [], "AK", -150.0, 61.0, 70),
    ("place", "990003", "St. Probe", ["Saint Probe"], "HI", -156.0, 20.0, 700),
    ("zip", "96998", "Tinyvillage", [], "HI", -155.3, 19.5, 12),
)


@pytest.fixture
def places(session: Session) -> Session:
    """The session with AREAS in it."""
    session.execute(
        text(
            "INSERT INTO data_source (slug, title, publisher, vintage, licence)"
            " VALUES ('test', 'Test', 'Test', '2026', 'CC0')"
        )
    )
    for kind, geoid, name, others, state, lon, lat, people in AREAS:
        made = session.execute(
            text(
                "INSERT INTO area (kind, geoid, name, alternate_names, state, point, vintage, source)"
                " VALUES (:kind, :geoid, :name, :others, :state, ST_Point(:lon, :lat, 4326), '2026', 'test')"
                " RETURNING id"
            ),
            {
                "kind": kind,
                "geoid": geoid,
                "name": name,
                "others": others,
                "state": state,
                "lon": lon,
                "lat": lat,
            },
        ).scalar_one()
        session.execute(
            text(
                'INSERT INTO area_population (area_id, "group", source, vintage, people, method)'
                " VALUES (:id, 'total', 'test', '2026', :people, 'counted')"
            ),
            {"id": made, "people": people},
        )
    return session

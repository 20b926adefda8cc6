"""The supply taken from the kept columns is the one read by row, for every kind of asset and of question."""

from collections.abc import Callable
from dataclasses import fields
from datetime import date
from typing import Any

import numpy as np
import pytest
from sqlalchemy import event, text
from sqlalchemy.orm import Session

from app.catalog.filters import AssetFilter, parse_filter
from app.coverage.columns import CodedRows, Ids
from app.coverage.inventory_columns import read_inventory
from app.coverage.kept_supply import KeptSupply
from app.coverage.stops import STOP_HALF_LIFE_DAYS
from app.coverage.supply import Supply, SupplyFacts, read_supply
from app.errors import BadParameterError
from app.settings import Settings
from tests.coverage.conftest import TODAY

MADE = """
INSERT INTO asset (id, kind, subtype, name, state, geom, location_precision, reach, service_radius_m,
  service_area_geoids, stops, seats, county_geoid, postal_code, verified_at, source_name, status, visibility,
  application_deadline, disciplines) VALUES
('00000000-0000-4000-8000-000000000100', 'program', 'mobile-outreach', 'Van, "the" one' || chr(10) || 'of ñ', 'NM',
  ST_Point(-106.123456789012, 35.1, 4326), 'exact', 'mobile', NULL, '{}',
  '[{"name": "Far", "lon": -105.5, "lat": 36.5, "date": "2026-03-03", "precision": "exact"},
    {"name": "Here", "lon": -106.5, "lat": 36.25, "date": null, "precision": "exact"},
    {"name": "Long ago", "lon": -107, "lat": 35, "date": "2020-01-01", "precision": "exact"}]',
  12, '35901', '87901', '2026-05-01', 'A, "b"', 'active', 'public', NULL, '{robotics}'),
('00000000-0000-4000-8000-000000000200', 'program', 'mobile-outreach', 'Van without a stop that counts', 'NM',
  ST_Point(-106, 35, 4326), 'exact', 'mobile', NULL, '{}',
  '[{"name": "Long ago", "lon": -107, "lat": 35, "date": "2020-01-01", "precision": "exact"}]',
  NULL, NULL, NULL, '2025-01-01', '', 'active', 'public', NULL, '{}'),
('00000000-0000-4000-8000-000000000300', 'program', 'club', 'N/A', 'NM', ST_Point(-106, 36.9, 4326),
  'postal_code', 'radius', 12000.5, '{}', '[]', 0, NULL, '87901', '2020-01-01', 'NaN', 'active', 'public', NULL, '{}'),
('00000000-0000-4000-8000-000000000400', 'program', 'club', 'Two counties', 'NM', ST_Point(-106, 36.9, 4326),
  'county', 'areas', NULL, '{35901,35902}', '[]', 5, NULL, NULL, NULL, 'no source named', 'active', 'public', NULL,
  '{}'),
('00000000-0000-4000-8000-000000000500', 'program', 'club', 'Whole country', 'CO', NULL, 'none', 'national', NULL,
  '{}', '[]', NULL, NULL, NULL, NULL, 'Test list', 'active', 'public', NULL, '{}'),
('00000000-0000-4000-8000-000000000600', 'opportunity', 'internship', 'Over since May', 'NM',
  ST_Point(-106, 36, 4326), 'exact', 'site', NULL, '{}', '[]', NULL, NULL, NULL, NULL, NULL, 'active', 'public',
  '2026-05-31', '{}'),
('00000000-0000-4000-8000-000000000700', 'opportunity', 'internship', 'Open today', 'NM', ST_Point(-106, 36, 4326),
  'exact', 'site', NULL, '{}', '[]', NULL, NULL, NULL, NULL, NULL, 'active', 'public', '2026-06-01', '{}'),
('00000000-0000-4000-8000-000000000800', 'program', 'club', 'Closed', 'NM', ST_Point(-106, 36, 4326), 'exact',
  'site', NULL, '{}', '[]', NULL, NULL, NULL, NULL, NULL, 'defunct', 'public', NULL, '{}'),
('00000000-0000-4000-8000-000000000900', 'program', 'club', 'Not shown', 'NM', ST_Point(-106, 36, 4326), 'exact',
  'site', NULL, '{}', '[]', NULL, NULL, NULL, NULL, NULL, 'active', 'internal', NULL, '{}')
"""
QUESTIONS = (
    "", "kind=program", "kind=program&state=NM", "subtype=club,mobile-outreach", "discipline=robotics,physics",
    "kind=opportunity", "open_on=2026-05-20", "status=defunct", "q=van", "near=36.9,-106&within=20mi",
    "bbox=-107,36,-105,37", "county=35901", "area=county:35901", "freshness=fresh,stale", "kind=institution&q=nothing",
    "ids=00000000-0000-4000-8000-000000000300",
)  # fmt: skip


@pytest.fixture
def made(world: Session) -> Session:
    world.execute(text(MADE.replace(":", "\\:")))
    return world


@pytest.fixture
def chosen(settings: Settings) -> Callable[[str], AssetFilter]:
    return lambda said: parse_filter(
        [tuple(each.split("=", 1)) for each in said.split("&") if each],  # type: ignore[misc]
        settings=settings,
    )


def plain(value: Any) -> Any:
    """A field of a supply as values that compare by what they say."""
    value = np.asarray(value) if isinstance(value, CodedRows) else value
    if isinstance(value, np.ndarray):
        return [None if each != each else each for each in value.tolist()], str(value.dtype)
    return (
        dict(value) if isinstance(value, dict) else value if isinstance(value, SupplyFacts) else tuple(value)
    )


def as_values(supply: Supply) -> dict[str, Any]:
    return {each.name: plain(getattr(supply, each.name)) for each in fields(supply)}


def test_it_is_the_same_as_read_by_row(made: Session, chosen: Callable[[str], AssetFilter]) -> None:
    kept = KeptSupply(1000)
    for today in (TODAY, date(2027, 1, 1)):
        for said in QUESTIONS:
            by_row = read_supply(made, chosen(said), today=today)
            assert as_values(kept.of(made, 1, chosen(said), today)) == as_values(by_row), said


def test_the_questions_meet_every_kind_of_asset(made: Session) -> None:
    supply = KeptSupply(1000).of(made, 1, AssetFilter(), TODAY)
    assert 0 < supply.share.min() < 1
    assert supply.radius_m.max() == 12000.5
    assert set(supply.areas.values()) == {frozenset({"35901", "35902"})}
    assert {reach for _, reach, _ in supply.wide} == {"virtual", "statewide", "national"}
    assert np.isnan(supply.seats).any()
    assert supply.facts.without_point == 1
    assert supply.names[1:3][0] == tuple(supply.names)[1]
    assert list(supply.ids[1:3]) == list(supply.ids)[1:3]
    assert isinstance(supply.ids, Ids)
    assert supply.ids.texts() == [str(each) for each in supply.ids]


def test_an_empty_inventory_is_an_empty_supply(session: Session) -> None:
    session.execute(text("TRUNCATE asset CASCADE"))
    by_row = read_supply(session, AssetFilter(q="van"), today=TODAY)
    for chosen in (AssetFilter(), AssetFilter(q="van")):
        assert as_values(KeptSupply(1000).of(session, 1, chosen, TODAY)) == as_values(by_row)


def test_an_asset_that_came_after_the_columns_were_read_is_not_taken_for_another(made: Session) -> None:
    columns = read_inventory(made, TODAY, STOP_HALF_LIFE_DAYS)
    there = [each.bytes for each in columns.ids]
    for other in (bytes(16), bytes([255]) * 16, there[3][:15] + b"\x77"):
        assert columns.ids.rows_of(other + there[2]).tolist() == [2]


def test_an_unknown_place_is_refused_as_ever(made: Session) -> None:
    asked = AssetFilter(near="Nowhere at all", within_m=1000.0)
    with pytest.raises(BadParameterError):
        KeptSupply(1000).of(made, 1, asked, TODAY)


def statements(session: Session, ask: Callable[[], object]) -> list[str]:
    """The statements that go through SQLAlchemy while `ask` runs."""
    said: list[str] = []

    def note(*given: Any) -> None:
        said.append(given[2])

    event.listen(session.connection(), "before_cursor_execute", note)
    ask()
    event.remove(session.connection(), "before_cursor_execute", note)
    return said


def test_the_inventory_is_read_once_and_facets_are_answered_from_it(made: Session) -> None:
    kept = KeptSupply(1000)
    first = kept.of(made, 1, AssetFilter(kind=("program",)), TODAY)
    assert statements(made, lambda: kept.of(made, 1, AssetFilter(kind=("institution",)), TODAY)) == []
    assert kept.of(made, 1, AssetFilter(kind=("program",)), TODAY) is first
    assert len(statements(made, lambda: kept.of(made, 2, AssetFilter(), TODAY))) == 1, (
        "a new version: counted"
    )


def test_of_more_assets_than_the_setting_allows_nothing_is_kept(made: Session) -> None:
    public = made.scalar(text("SELECT count(*) FROM asset_facet"))
    assert KeptSupply(public).inventory(made, 1, TODAY) is not None
    few = KeptSupply(public - 1)
    assert few.inventory(made, 1, TODAY) is None
    by_row = read_supply(made, AssetFilter(), today=TODAY)
    assert as_values(few.of(made, 1, AssetFilter(), TODAY)) == as_values(by_row)

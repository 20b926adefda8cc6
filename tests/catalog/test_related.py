"""What else there is for who looks at one asset."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.catalog.related import next_band, next_steps, same_institution

TODAY = date(2026, 11, 23)
HERE = (-108.2, 36.73)
HOME, CLUB = UUID(int=71), UUID(int=72)
WORLD = text(
    """
    INSERT INTO asset (id, kind, subtype, name, state, parent_id, organization_name, disciplines, grades, status, geom,
                       location_precision)
    SELECT id::uuid, kind, subtype, name, 'NM', parent::uuid, org, ARRAY[discipline], grades::text[], status,
           ST_SetSRID(ST_MakePoint(lon, 36.73), 4326), 'exact'
    FROM (VALUES
      ('00000000-0000-0000-0000-000000000047', 'institution', 'library', 'Home', NULL, NULL, 'robotics', '{}', 'active', -108.2),
      ('00000000-0000-0000-0000-000000000048', 'program', 'club', 'Club', '00000000-0000-0000-0000-000000000047', NULL, 'robotics', '{6,7,8}', 'active', -108.2),
      ('00000000-0000-0000-0000-000000000049', 'program', 'camp', 'Camp', '00000000-0000-0000-0000-000000000047', NULL, 'biology', '{1}', 'active', -108.2),
      ('00000000-0000-0000-0000-00000000004a', 'program', 'camp', 'Closed', '00000000-0000-0000-0000-000000000047', NULL, 'biology', '{1}', 'defunct', -108.2),
      ('00000000-0000-0000-0000-00000000004b', 'program', 'club', 'Next far', NULL, 'Them', 'robotics', '{9,10}', 'active', -107.9),
      ('00000000-0000-0000-0000-00000000004c', 'program', 'club', 'Next near', NULL, 'Them', 'robotics', '{9,10}', 'active', -108.1),
      ('00000000-0000-0000-0000-00000000004d', 'program', 'club', 'Same age too', NULL, NULL, 'robotics', '{8,9}', 'active', -108.1),
      ('00000000-0000-0000-0000-00000000004e', 'program', 'club', 'Other subject', NULL, NULL, 'biology', '{9,10}', 'active', -108.1),
      ('00000000-0000-0000-0000-00000000004f', 'program', 'club', 'Too far', NULL, NULL, 'robotics', '{9,10}', 'active', -105.0)
    ) AS v (id, kind, subtype, name, parent, org, discipline, grades, status, lon)
    """  # noqa: E501
)


@pytest.fixture
def world(session: Session) -> Session:
    session.execute(text("DELETE FROM asset"))
    session.execute(WORLD)
    return session


def fields(**known: Any) -> dict[str, Any]:
    usual = {"kind": "program", "state": "NM", "parent_id": None, "organization_name": None}
    return usual | {"disciplines": ["robotics"], "grades": ["6", "7", "8"]} | known


def test_what_the_same_institution_runs(world: Session) -> None:
    found = same_institution(world, CLUB, fields(parent_id=HOME), TODAY)
    assert [row.name for row in found] == ["Camp"]
    named = same_institution(world, CLUB, fields(organization_name="Them"), TODAY)
    assert [row.name for row in named] == ["Next far", "Next near"]
    assert same_institution(world, CLUB, fields(organization_name="Them", state="UT"), TODAY) == []
    assert same_institution(world, CLUB, fields(), TODAY) == []


def test_the_next_step_is_for_older_grades_and_near(world: Session) -> None:
    found = next_steps(world, CLUB, fields(), HERE, TODAY)
    assert [row.name for row in found] == ["Next near", "Next far"]
    assert 8_000 < (found[0].distance_m or 0) < 10_000
    anywhere = next_steps(world, CLUB, fields(), None, TODAY)
    assert [row.name for row in anywhere] == ["Next far", "Next near", "Too far"]


@pytest.mark.parametrize(
    "known", [{"kind": "institution"}, {"grades": []}, {"disciplines": []}, {"grades": ["adult"]}]
)
def test_there_is_no_next_step(world: Session, known: dict[str, Any]) -> None:
    assert next_steps(world, CLUB, fields(**known), HERE, TODAY) == []


@pytest.mark.parametrize(
    ("grades", "band"),
    [(["K"], "elementary"), (["5", "6"], "high"), (["12"], "college"), (["postsecondary"], None), ([], None)],
)
def test_the_band_after_the_highest(grades: list[str], band: str | None) -> None:
    assert next_band(grades) == band

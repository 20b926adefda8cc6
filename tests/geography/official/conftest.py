"""Official files made by code, loaded into the seeded database in a transaction that is rolled back."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.geography.official.boundaries import OwnColumns
from app.geography.official.report import FileReport
from app.geography.official.sources import AREA_SOURCES, load_files
from app.settings import Settings

Figure = tuple[float, float | None]
SANTA_FE, LOS_ALAMOS = "35049", "35028"


@pytest.fixture
def load(session: Session, settings: Settings) -> Callable[..., list[FileReport]]:
    """Load `load("acs", path, …)`; a report for each table."""

    def load(
        source: str, *paths: Path, said: int | None = None, own: OwnColumns | None = None
    ) -> list[FileReport]:
        return load_files(session, AREA_SOURCES[source], paths, settings, said, lambda _: None, own)

    return load


@pytest.fixture
def figures(session: Session) -> Callable[..., dict[str, Figure]]:
    """People and margin by group, of one area by one source and vintage."""

    def figures(geoid: str, source: str = "acs5", vintage: str = "2018") -> dict[str, Figure]:
        rows = session.execute(
            text(
                'SELECT "group", people, moe FROM area_population p JOIN area a ON a.id = p.area_id'
                " WHERE a.geoid = :geoid AND p.source = :source AND p.vintage = :vintage"
            ),
            {"geoid": geoid, "source": source, "vintage": vintage},
        )
        return {group: (people, moe) for group, people, moe in rows}

    return figures


@pytest.fixture
def facts(session: Session) -> Callable[[str], dict[str, tuple[float | None, ...]]]:
    """Value, margin, low and high by fact, of one area."""

    def facts(geoid: str) -> dict[str, tuple[float | None, ...]]:
        rows = session.execute(
            text(
                "SELECT fact, value, moe, low, high FROM area_fact f JOIN area a ON a.id = f.area_id"
                " WHERE a.geoid = :geoid"
            ),
            {"geoid": geoid},
        )
        return {row[0]: tuple(row[1:]) for row in rows}

    return facts

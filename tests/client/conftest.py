"""One live service for all tests of the notebook client and of its page."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.catalog.bulk.formats import FORMATS
from app.catalog.bulk.snapshots import take_snapshots
from app.db.engine import Database
from tests.live import Live, served


@pytest.fixture(scope="session")
def live_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the live service."""
    return tmp_path_factory.mktemp("live")


@pytest.fixture(scope="session")
def live(shared_database: Database, live_home: Path) -> Iterator[Live]:
    """The seeded service."""
    with served(shared_database.engine.url.render_as_string(hide_password=False), live_home) as service:
        yield service


@pytest.fixture(scope="session")
def snapshot(shared_database: Database, live_home: Path) -> None:
    """A snapshot of New Mexico on the shelf of the live service."""
    changed = shared_database.settings.model_copy(update={"home": live_home})
    here = Database(shared_database.engine, changed)
    take_snapshots(here, ["NM"], [FORMATS["parquet"]], "https://map.example", lambda *_: None)

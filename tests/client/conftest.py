"""One live service for all tests of the notebook client and of its page."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.db.engine import Database
from tests.live import Live, served


@pytest.fixture(scope="session")
def live(shared_database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """The seeded service."""
    home: Path = tmp_path_factory.mktemp("live")
    with served(shared_database.engine.url.render_as_string(hide_password=False), home) as service:
        yield service

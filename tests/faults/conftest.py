"""A running service on a private cluster of its own, filled from the run's template."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from app.db.backup import restore_backup, write_backup
from app.db.engine import Database
from app.db.local import local_postgres
from app.db.programs import find_programs
from app.settings import Settings
from app.stewardship.keys import create_key
from tests.db.clusters import short_folder
from tests.faults.crash import Crashes
from tests.faults.published import Inventory
from tests.faults.service import Service


@pytest.fixture(scope="session")
def dump(copy_database: Callable[[], str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the seeded template in a file."""
    file = tmp_path_factory.mktemp("faults") / "template.dump"
    engine = create_engine(copy_database())
    write_backup(engine, file)
    engine.dispose()
    return file


@pytest.fixture(scope="module")
def crashes(dump: Path) -> Iterator[Crashes]:
    """The service on a data folder of its own, both editions of the inventory known."""
    if not find_programs():
        pytest.skip("no PostgreSQL with PostGIS is installed here")
    with short_folder() as folder, local_postgres(folder / "home") as url:
        settings = Settings(home=folder / "home")
        engine = create_engine(url)
        restore_backup(engine, dump)
        with Database(engine, settings).write("test") as session:
            key = create_key(session, settings, role="admin", states=[], label="faults")
        engine.dispose()
        service = Service(folder / "home", key)
        try:
            service.start()
            crashes = Crashes(service, Inventory(url, folder / "home"))
            crashes.prepare()
            yield crashes
        finally:
            service.stop()

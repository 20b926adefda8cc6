"""One throw-away PostGIS for the whole run, a seeded template in it, and a database of its own for each worker.

`STEMMAP_TEST_DATABASE_URL` names a PostGIS server to use instead (its user must be able to create databases).
`STEMMAP_TEST_DEEP=1` gives every generated test ten times its examples.
Most tests work in a savepoint that is rolled back; tests that must commit take `own_database`.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from uuid import uuid4
from weakref import WeakSet

import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from fastapi.testclient import TestClient
from sqlalchemy import Connection, make_url
from sqlalchemy.orm import Session

from app.coverage.travel.folder import forget_lent
from app.db.engine import Database
from app.db.local import LocalPostgres
from app.db.schema import migrate
from app.main import create_app
from app.settings import Settings
from app.stewardship.keys import create_key
from seed.load import seed_all
from tests.databases import drop_database, locked, made_once, opened, run_on_server, server_version, url_of
from tests.deep import load_profile
from tests.order import arranged

# Dozens of processes import the same modules here: they are compiled once, whatever this machine's default is.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

load_profile()

CLIENTS: WeakSet[TestClient] = WeakSet()
PORTALS: list[BlockingPortal] = []
"""The event loop in which clients run the service: one as in a process that serves, not a new one a request."""

HOME_VARIABLE = "STEMMAP_TEST_HOME"
TEMPLATE = f"stemmap_template_{os.environ.get('PYTEST_XDIST_TESTRUNUID', os.getpid())}"


def pytest_configure(config: pytest.Config) -> None:
    """The controlling process names one home for all workers; they inherit it."""
    if not hasattr(config, "workerinput"):
        home = tempfile.mkdtemp(prefix="stemmap-test-", dir="/tmp")
        Path(home).chmod(0o755)
        os.environ[HOME_VARIABLE] = home


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With two workers or more, what takes longest or needs no database comes where it keeps nobody waiting."""
    workers = getattr(config, "workerinput", {}).get("workercount", 1)
    if workers > 1:
        items[:] = arranged(items, workers)


def pytest_unconfigure(config: pytest.Config) -> None:
    """The controlling process clears up when all workers are gone."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ[HOME_VARIABLE], ignore_errors=True)


@pytest.fixture(scope="session")
def run_home() -> Path:
    return Path(os.environ[HOME_VARIABLE])


@pytest.fixture(scope="session")
def settings(run_home: Path) -> Settings:
    """Without rate limits: all tests come from one address. Nothing is computed that no test asks for.

    Each worker has a data folder of its own: what no upload of its database names is swept from it. A busy machine may
    take its time: tests of a limit set it themselves.
    """
    home = run_home / os.environ.get("PYTEST_XDIST_WORKER", "alone")
    home.mkdir(exist_ok=True)
    patient = {"read_timeout_s": 60, "coverage_timeout_s": 120, "print_timeout_s": 300}
    return Settings(home=home, secret="test secret", pool_size=5, rate_limit=0, warm_up=False, **patient)


@pytest.fixture(scope="session")
def server(run_home: Path) -> Iterator[str]:
    """SQLAlchemy URL on the run's PostGIS server."""
    given = os.environ.get("STEMMAP_TEST_DATABASE_URL")
    if given:
        yield make_url(given).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
        return
    cluster = LocalPostgres(run_home / "cluster", durable=False)
    yield cluster.start()
    cluster.stop()


@pytest.fixture(scope="session")
def empty_template(server: str, run_home: Path, settings: Settings) -> str:
    """Name of the database with the schema alone, which others are copied from."""

    def fill(database: Database) -> None:
        migrate(database.engine)

    return made_once(run_home, server, f"{TEMPLATE}_empty", fill, settings)


@pytest.fixture(scope="session")
def template(server: str, run_home: Path, settings: Settings, empty_template: str) -> str:
    """Name of the database with all that the seed brings, which others are copied from."""
    return made_once(run_home, server, TEMPLATE, seed_all, settings, f"TEMPLATE {empty_template}")


@pytest.fixture(scope="session")
def copy_of(server: str, run_home: Path) -> Callable[[str], str]:
    """Make a copy of a template and return its URL."""
    # Files copied as they are: half the work of writing each page and logging it (PostgreSQL 15 has the choice).
    how = "STRATEGY FILE_COPY" if server_version(server) >= 150_000 else ""

    def copy(template: str) -> str:
        name = f"t_{uuid4().hex[:12]}"
        with locked(run_home / "copy.lock"):  # a template can be copied by one session at a time
            run_on_server(server, f"CREATE DATABASE {name} TEMPLATE {template} {how}")
        return url_of(server, name)

    return copy


@pytest.fixture(scope="session")
def copy_database(template: str, copy_of: Callable[[str], str]) -> Callable[[], str]:
    """Make a copy of the seeded template and return its URL."""
    return partial(copy_of, template)


@pytest.fixture(scope="session")
def shared_database(server: str, copy_database: Callable[[], str], settings: Settings) -> Iterator[Database]:
    """The worker's seeded database: for reading, and for writing inside `connection`."""
    url = copy_database()
    with opened(url, settings) as database:
        yield database
    drop_database(server, url)


@pytest.fixture(scope="module")
def empty_database(
    server: str, empty_template: str, copy_of: Callable[[str], str], settings: Settings
) -> Iterator[Database]:
    """The module's own migrated database without a row (but the data version's)."""
    url = copy_of(empty_template)
    with opened(url, settings) as database:
        yield database
    drop_database(server, url)


@pytest.fixture
def connection(shared_database: Database) -> Iterator[Connection]:
    """A connection whose work is rolled back at the end of the test."""
    with shared_database.engine.connect() as connection, connection.begin() as transaction:
        yield connection
        transaction.rollback()


@pytest.fixture
def session(connection: Connection) -> Iterator[Session]:
    """A session whose commits are savepoints, rolled back at the end of the test."""
    with Session(connection, join_transaction_mode="create_savepoint") as session:
        yield session


@pytest.fixture
def own_database(server: str, copy_database: Callable[[], str], settings: Settings) -> Iterator[Database]:
    """A seeded database of the test's own, where commits are commits."""
    url = copy_database()
    with opened(url, settings) as database:
        yield database
    drop_database(server, url)


def client_on(database: Database) -> TestClient:
    """A client of the service on `database` (without its lifespan: the database is open already)."""
    app = create_app(database.settings)
    app.state.database = database
    client = TestClient(app, raise_server_exceptions=False)
    client.portal = PORTALS[0] if PORTALS else None
    CLIENTS.add(client)
    return client


@pytest.fixture(scope="session")
def client(shared_database: Database) -> TestClient:
    """A client for reading the seeded service."""
    return client_on(shared_database)


@pytest.fixture(scope="session", autouse=True)
def event_loop_of_clients() -> Iterator[None]:
    with start_blocking_portal() as portal:
        PORTALS.append(portal)
        yield
        PORTALS.clear()


@pytest.fixture(autouse=True)
def forget() -> Iterator[None]:
    """What one test chose, a language for one, or lent to its process is not the next one's."""
    yield
    forget_lent()
    for client in tuple(CLIENTS):
        client.cookies.clear()


@pytest.fixture
def own_client(own_database: Database) -> TestClient:
    """A client of a service whose database is the test's own."""
    return client_on(own_database)


@pytest.fixture
def make_key(own_database: Database) -> Callable[..., dict[str, str]]:
    """Make a key on `own_database` and return the header that carries it."""

    def make(role: str = "editor", *states: str) -> dict[str, str]:
        with own_database.write("test") as session:
            key = create_key(session, own_database.settings, role=role, states=list(states), label="test")
        return {"Authorization": f"Bearer {key}"}

    return make

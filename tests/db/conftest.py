"""A private cluster for the tests that start, stop and kill one."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.db.local import local_postgres
from tests.db.clusters import FirstStart, kill_all, short_folder


@pytest.fixture(scope="session")
def first_start() -> Iterator[FirstStart]:
    """Made as a person's is, nothing switched off. Stopped."""
    said: list[str] = []
    with short_folder() as folder:
        began = time.monotonic()
        with local_postgres(folder / "home", said.append):
            took_s = time.monotonic() - began
        yield FirstStart(folder / "home", said, took_s)


@pytest.fixture
def own_home(first_start: FirstStart) -> Iterator[Path]:
    """That data folder; what a test moves it must move back."""
    yield first_start.home
    kill_all(first_start.home)


@pytest.fixture
def new_home() -> Iterator[Path]:
    """A data folder that is not there yet."""
    with short_folder() as folder:
        yield folder / "home"
        if any(folder.glob("home/postgres/[0-9]*")):
            kill_all(folder / "home")

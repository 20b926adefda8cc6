"""Looking at, and killing, the processes of a private cluster."""

import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

import psycopg
from sqlalchemy import make_url


@dataclass(frozen=True)
class FirstStart:
    """A data folder, and how the making of its cluster went."""

    home: Path
    said: list[str]
    took_s: float


def ask(url: str, *statements: str) -> object:
    """The last statement's first value, all in one transaction."""
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        for statement in statements:
            cursor = connection.execute(statement)
        row = cursor.fetchone() if cursor.description else None
    return row[0] if row else None


def sockets_of(url: str) -> Path:
    return Path(str(make_url(url).query["host"]))


def data_of(home: Path) -> Path:
    return next((home / "postgres").glob("[0-9]*"))


def postmaster(home: Path) -> int:
    return int((data_of(home) / "postmaster.pid").read_text().split()[0])


def server_processes(home: Path) -> list[int]:
    """Everything that works in the data folder: the postmaster and its children."""
    found = []
    for each in Path("/proc").glob("[0-9]*"):
        try:
            if (each / "cwd").samefile(data_of(home)):
                found.append(int(each.name))
        except OSError:
            continue
    return found


def kill_all(home: Path) -> None:
    """SIGKILL to all of them; they are gone afterwards."""
    pids = server_processes(home)
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not set(pids) & set(server_processes(home)))


def wait_until(true: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


@contextmanager
def short_folder(mode: int = 0o755) -> Iterator[Path]:
    """A folder under /tmp that others may enter: pytest's own is closed to the server's user."""
    folder = Path(mkdtemp(prefix="stemmap-local-", dir="/tmp"))
    folder.chmod(mode)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)

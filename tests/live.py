"""The service in a process of its own on a database that is there already: for readers that open addresses."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2

from tests.faults.service import free_port

ROOT = Path(__file__).parents[1]
_START_S = 60.0


@dataclass(frozen=True)
class Live:
    """A running service."""

    url: str
    pid: int

    def memory_bytes(self) -> int:
        """What the process has in memory now (anonymous pages: files it maps do not count)."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("RssAnon"))
        return int(line.split()[1]) * 1024


@contextmanager
def served(database_url: str, home: Path, **settings: str) -> Iterator[Live]:
    """`stemmap serve` on the database at `database_url`, with its data folder at `home`."""
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("STEMMAP_")}
    environment |= {
        "STEMMAP_HOME": str(home),
        "STEMMAP_WARM_UP": "false",  # nothing is computed that no test asks for
        "STEMMAP_PORT": str(port),
        "STEMMAP_DATABASE_URL": database_url.replace("postgresql+psycopg://", "postgresql://"),
        **settings,
    }
    log = home / "serve.log"
    with log.open("wb") as out:
        command = [sys.executable, "-m", "app.cli", "serve"]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out)
    try:
        url = f"http://127.0.0.1:{port}"
        _wait(url, process, log)
        yield Live(url, process.pid)
    finally:
        process.terminate()
        process.wait(30)


def _wait(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + _START_S
    while time.monotonic() < end:
        assert process.poll() is None, log.read_text()[-2000:]
        try:
            if httpx2.get(f"{url}/readyz", timeout=2).status_code == 200:
                return
        except httpx2.TransportError:
            time.sleep(0.02)
    raise AssertionError(f"not ready within {_START_S} s:\n{log.read_text()[-2000:]}")

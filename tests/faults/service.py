"""The service as a person runs it, in a process of its own on a data folder of its own, to be killed."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx2

from app.db.pauses import REACHED
from tests.db.clusters import kill_all, postmaster

ROOT = Path(__file__).parents[2]
START_S = 60
_LOOK_EVERY_S = 0.02


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


class Service:
    """`run` on the data folder `home`; what it says goes to `log`."""

    def __init__(self, home: Path, key: str) -> None:
        self.home, self.port = home, free_port()
        self.log = home.parent / "service.log"
        self.pause = home.parent / "pause"
        self.client = httpx2.Client(
            base_url=f"http://127.0.0.1:{self.port}", timeout=60, headers={"Authorization": f"Bearer {key}"}
        )
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> float:
        """Start it and wait until it is ready; the seconds that took."""
        began = time.monotonic()
        environment = {name: value for name, value in os.environ.items() if not name.startswith("STEMMAP_")}
        environment |= {
            "STEMMAP_HOME": str(self.home),
            "STEMMAP_WARM_UP": "false",  # nothing is computed that no test asks for
            "STEMMAP_PORT": str(self.port),
            "STEMMAP_PAUSE_FILE": str(self.pause),
            "STEMMAP_UPLOAD_SWEEP_EVERY_S": "0.5",
            "STEMMAP_UPLOADS_PER_HOUR": "1000000",
        }
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "app.cli", "run"], cwd=ROOT, env=environment, stdout=log, stderr=log
            )
        self.wait_ready()
        return time.monotonic() - began

    def wait_ready(self, seconds: float = START_S) -> None:
        end = time.monotonic() + seconds
        while not self.is_ready():
            assert self.process is None or self.process.poll() is None, self.log.read_text()[-2000:]
            assert time.monotonic() < end, f"not ready within {seconds} s:\n{self.log.read_text()[-2000:]}"
            time.sleep(_LOOK_EVERY_S)

    def is_ready(self) -> bool:
        try:
            return self.client.get("/readyz", timeout=2).status_code == 200
        except httpx2.TransportError:
            return False

    def kill(self) -> None:
        assert self.process
        self.process.kill()
        self.process.wait()

    def kill_database(self) -> None:
        """The postmaster and all other processes of the server, without a chance to say goodbye."""
        kill_all(self.home)

    def kill_postmaster(self) -> None:
        """Only the postmaster: its children are left to notice."""
        os.kill(postmaster(self.home), signal.SIGKILL)

    def stop(self) -> None:
        """Ctrl-C; killed if it does not stop."""
        self.let_go()
        if self.process is not None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.kill()
        self.client.close()
        if (self.home / "postgres").exists():
            kill_all(self.home)

    def pause_at(self, point: str) -> None:
        """Let the next one who comes to `point` wait there."""
        new = self.pause.with_name("pause.arming")
        new.write_text(point)
        new.replace(self.pause)

    def is_waiting(self) -> bool:
        try:
            return self.pause.read_text().endswith(REACHED)
        except FileNotFoundError:
            return False

    def let_go(self) -> None:
        self.pause.unlink(missing_ok=True)

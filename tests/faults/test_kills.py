"""Killed at any point, the published set is the old or the new one, and a restart needs no hand.

The whole matrix is `make faults`; here every point once for the service, and three for its database.
"""

import threading
import time

import httpx2
import pytest

from app.db.pauses import POINTS
from tests.db.clusters import postmaster
from tests.faults.crash import EXPECTED, RECOVERY_S, Crashes, Victim

DATABASE_POINTS = ("rows-half-copied", "apply-inserted", "apply-committed")
CASES: list[tuple[Victim, str]] = [
    *(("service", point) for point in POINTS),
    *(("database", point) for point in DATABASE_POINTS),
]


@pytest.mark.parametrize(("victim", "point"), CASES)
def test_killed(crashes: Crashes, victim: Victim, point: str) -> None:
    crash = crashes.crash(point, victim)
    assert (crash.outcome, crash.leftovers) == (EXPECTED[point], {})


def test_readers_of_a_killed_database_are_told_when_to_come_back(crashes: Crashes) -> None:
    """And it is there again without a hand, with one line in the log and no traceback."""
    service, stop = crashes.service, threading.Event()
    logged_before = len(service.log.read_text())
    seen: list[tuple[float, int, str | None]] = []

    def read() -> None:
        with httpx2.Client(base_url=service.client.base_url, timeout=30) as client:
            while not stop.is_set():
                answer = client.get("/api/v1/assets", params={"limit": 20, "state": "NM"})
                seen.append((time.monotonic(), answer.status_code, answer.headers.get("retry-after")))

    readers = [threading.Thread(target=read, daemon=True) for _ in range(4)]
    for reader in readers:
        reader.start()
    time.sleep(0.5)
    before = postmaster(service.home)
    killed_at = time.monotonic()
    service.kill_postmaster()
    try:
        while not any(status == 200 and at > killed_at + 1 for at, status, _ in seen[-50:]):
            assert time.monotonic() < killed_at + RECOVERY_S, seen[-5:]
            time.sleep(0.05)
        time.sleep(0.5)
    finally:
        stop.set()
        for reader in readers:
            reader.join(30)
    assert postmaster(service.home) != before
    assert {status for _, status, _ in seen} <= {200, 503}
    assert all(after == "5" for _, status, after in seen if status == 503)
    assert seen[-1][1] == 200
    logged = service.log.read_text()[logged_before:]
    assert logged.count("it was started again") == 1
    assert logged.count("The database does not answer") <= 1
    assert "Traceback" not in logged

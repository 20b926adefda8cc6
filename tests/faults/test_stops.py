"""Ctrl-C in the middle of a check or of publishing: over within seconds, and the check begins again by itself."""

import signal
import time
from pathlib import Path
from threading import Thread

import psycopg
import pytest

from tests.faults.crash import Crashes, inventory_file

STOP_S = 20
"""On a busy machine; the check that is broken off would take longer than that."""


def stopped_s(crashes: Crashes, number: signal.Signals) -> float:
    """Seconds until the service is gone."""
    process = crashes.service.process
    assert process
    began = time.monotonic()
    process.send_signal(number)
    process.wait(30)
    return time.monotonic() - began


def held_back(crashes: Crashes, table: str) -> psycopg.Connection[tuple[object, ...]]:
    """Somebody who keeps others from writing a table, as long as a large file would take."""
    held = psycopg.connect(crashes.inventory.url.replace("+psycopg", ""))
    held.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")
    return held


def waits(crashes: Crashes) -> bool:
    with psycopg.connect(crashes.inventory.url.replace("+psycopg", "")) as connection:
        found = connection.execute("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchone()
    return bool(found and found[0])


def log_since(crashes: Crashes, place: int) -> str:
    return crashes.service.log.read_text()[place:]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_check_that_a_stop_breaks_off_begins_again(crashes: Crashes, number: signal.Signals) -> None:
    service, place = crashes.service, len(crashes.service.log.read_text())
    held = held_back(crashes, "upload_issue")
    body = b"\n".join([*inventory_file(0).split(b"\n"), b"F-x,nonsense,No type,Santa Fe,87501,,,,"])
    sent = Thread(
        target=lambda: service.client.post(
            "/api/v1/uploads", params={"state": "NM"}, content=body, headers={"Content-Type": "text/csv"}
        ),
        daemon=True,
    )
    sent.start()
    until = time.monotonic() + 20
    while not waits(crashes):
        assert time.monotonic() < until
        time.sleep(0.02)
    took_s = stopped_s(crashes, number)
    held.close()
    said = log_since(crashes, place)
    assert took_s < STOP_S
    assert "Stopping: a check or publishing is broken off" in said
    assert "Traceback" not in said
    service.start()
    sent.join(10)
    newest = service.client.get("/api/v1/uploads").json()["uploads"][0]["id"]
    until = time.monotonic() + 20
    while (report := service.client.get(f"/api/v1/uploads/{newest}").json())["status"] == "checking":
        assert time.monotonic() < until
        time.sleep(0.05)
    assert (report["status"], report["problem"], report["counts"]["refused"]) == ("checked", None, 1)


def test_a_service_that_does_nothing_stops_at_once(crashes: Crashes) -> None:
    place = len(crashes.service.log.read_text())
    took_s = stopped_s(crashes, signal.SIGINT)
    print(f"stopped after {took_s:.1f} s")
    assert took_s < STOP_S
    assert log_since(crashes, place).split("\n", 1)[0] == "Stopping."
    crashes.service.start()
    assert Path(crashes.service.home).exists()

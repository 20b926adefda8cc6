"""The private server dies under a service in different ways and is there again without a hand."""

import os
import signal
import time
from contextlib import ExitStack
from pathlib import Path
from threading import Thread

import psycopg
import pytest

from app.db import watch
from app.db.local import LocalPostgres
from app.db.programs import find_programs
from app.db.watch import watched_postgres
from tests.db.clusters import ask, data_of, kill_all, postmaster, server_processes, wait_until

RECOVERY_S = 10

pytestmark = pytest.mark.skipif(not find_programs(), reason="no PostgreSQL with PostGIS is installed here")


def answers(url: str) -> bool:
    try:
        return ask(url, "SELECT 1") == 1
    except psycopg.OperationalError:
        return False


def silent(_: str) -> None:
    """Say nothing."""


def said(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [each.getMessage() for each in caplog.records if each.name == "stemmap"]


def test_a_killed_server_is_there_again_and_one_line_says_so(
    own_home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with watched_postgres(own_home, silent) as url:
        ask(url, "CREATE TABLE watched AS SELECT 42 AS answer")
        before = postmaster(own_home)
        kill_all(own_home)
        wait_until(lambda: answers(url), RECOVERY_S)
        assert postmaster(own_home) != before
        assert ask(url, "SELECT answer FROM watched") == 42
        assert ask(url, "DROP TABLE watched") is None
        wait_until(lambda: len(said(caplog)) > 0)
        time.sleep(3 * watch.WATCH_EVERY_S)
        (line,) = said(caplog)
        assert line.startswith("The private database was gone; it was started again")
    assert server_processes(own_home) == [], "the watch ends before the server is stopped"


def test_a_statement_that_outlives_the_postmaster_does_not_hold_it_up(own_home: Path) -> None:
    def work(url: str) -> None:
        with pytest.raises(psycopg.OperationalError):
            ask(url, "SET jit = off", "SELECT count(*) FROM generate_series(1, 1e10) WHERE random() > 2")

    with watched_postgres(own_home, silent) as url:
        busy = Thread(target=work, args=(url,))
        busy.start()
        wait_until(lambda: ask(url, "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%1e10%'") == 2)
        os.kill(postmaster(own_home), signal.SIGKILL)
        began = time.monotonic()
        wait_until(lambda: not answers(url))
        wait_until(lambda: answers(url), RECOVERY_S)
        assert time.monotonic() - began < RECOVERY_S
        busy.join(timeout=10)
        assert not busy.is_alive(), "its client was told"


def test_two_watches_start_it_once(own_home: Path, caplog: pytest.LogCaptureFixture) -> None:
    with ExitStack() as stack:
        urls = {stack.enter_context(watched_postgres(own_home, silent)) for _ in range(2)}
        (url,) = urls
        for _ in range(3):
            caplog.clear()
            kill_all(own_home)
            wait_until(lambda: answers(url), RECOVERY_S)
            time.sleep(3 * watch.WATCH_EVERY_S)
            assert len(said(caplog)) == 1


def test_a_server_that_does_not_start_is_said_once_and_tried_again(
    own_home: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "RETRY_EVERY_S", 0.1)
    with watched_postgres(own_home, silent) as url:
        settings = data_of(own_home) / "postgresql.auto.conf"
        before = settings.read_text()
        settings.write_text("shared_buffers = 'much'\n")
        kill_all(own_home)
        wait_until(lambda: bool(said(caplog)))
        time.sleep(1)
        (line,) = said(caplog)
        assert line.startswith("The private database is gone. ")
        assert 'invalid value for parameter "shared_buffers"' in line
        settings.write_text(before)
        wait_until(lambda: answers(url), RECOVERY_S)


def test_one_that_was_never_started_or_was_left_is_not_gone(own_home: Path) -> None:
    postgres = LocalPostgres(own_home)
    assert not postgres.is_gone()
    assert not postgres.revive()
    postgres.start()
    assert not postgres.is_gone()
    assert not postgres.revive(), "it is there"
    kill_all(own_home)
    assert postgres.is_gone()
    postgres.stop()
    assert not postgres.is_gone()
    assert server_processes(own_home) == []

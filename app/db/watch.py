"""The private server is started again when it dies under a running service (killed for its memory, say).

One thread of the process that started the service watches; worker processes only see refused connections
until the server answers again. Not here: how it is started (local.py), what callers are told (failures.py).
"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

from app.db.local import LocalPostgres, LocalPostgresError

WATCH_EVERY_S = 0.25
"""How often to look; a look reads two small files."""

RETRY_EVERY_S = 5
"""How long to wait after a start that failed (a full disk, a broken setting)."""

log = logging.getLogger("stemmap")


@contextmanager
def watched_postgres(home: Path, say: Callable[[str], None], *, durable: bool = True) -> Iterator[str]:
    """As local_postgres: the URL of the private cluster in `home`, which moreover survives its own death."""
    postgres = LocalPostgres(home, durable=durable)
    url = postgres.start(say)
    done = Event()
    watch = Thread(target=_watch, args=(postgres, done), name="database-watch", daemon=True)
    watch.start()
    try:
        yield url
    finally:
        done.set()
        watch.join()
        postgres.stop()


def _watch(postgres: LocalPostgres, done: Event) -> None:
    failed = False
    while not done.wait(RETRY_EVERY_S if failed else WATCH_EVERY_S):
        failed = postgres.is_gone() and not _revive(postgres, again=failed)


def _revive(postgres: LocalPostgres, *, again: bool) -> bool:
    """Start the server again; whether that went well. Why not is logged, but not when it is tried `again`."""
    began = time.monotonic()
    try:
        if postgres.revive():
            took_s = time.monotonic() - began
            log.warning(
                "The private database was gone; it was started again and answers after %.1f s.", took_s
            )
    except LocalPostgresError as failure:
        if not again:
            log.error("The private database is gone. %s", failure.detail)
        return False
    return True

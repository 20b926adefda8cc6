"""Making one file for one caller: takes a turn, reads a snapshot, hands out pieces, and leaves nothing behind.

Methods are called from one thread at a time, but for `stop`, which may come from another at any moment.
"""

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from threading import BoundedSemaphore
from typing import Final

from app.catalog.bulk.about import About
from app.catalog.bulk.asking import condition_of
from app.catalog.bulk.formats import Format, write_file
from app.catalog.bulk.selecting import Question
from app.catalog.bulk.source import PIECE, Source, joined, opened_source
from app.catalog.filters import AssetFilter
from app.catalog.fragments import Fragment
from app.clock import today
from app.db.engine import Database
from app.db.turns import turn
from app.settings import Settings

Describe = Callable[[int, datetime], About]
"""What a file says of itself, given the data version and when it came."""
_FORGOTTEN_S: Final = 3600.0
_BUSY: Final = "Other files are being made: try again in a few seconds."


class Making:
    """One file in the making. `about` and `size` (where it is known before it is sent) are set by `start`."""

    about: About
    size: int | None = None

    def __init__(
        self,
        database: Database,
        turns: BoundedSemaphore,
        form: Format,
        chosen: AssetFilter,
        narrowed: Fragment | None,
        describe: Describe,
    ) -> None:
        self._database, self._turns, self._form = database, turns, form
        self._chosen, self._narrowed, self._describe = chosen, narrowed, describe
        self._reading, self._sending = ExitStack(), ExitStack()
        self._source: Source | None = None
        self._pieces: Iterator[bytes] = iter(())
        self._stopped = False

    def start(self) -> bytes | None:
        """The first piece, None for a file of no bytes. Raises BusyError and what a database failure amounts to."""
        with self._database.read() as session:
            question = Question(condition_of(session, self._chosen, self._narrowed), today())
        self._reading.enter_context(turn(self._turns, self._database.settings.bulk_wait_s, _BUSY))
        source = self._source = self._reading.enter_context(opened_source(self._database))
        self.about = self._describe(source.version, source.changed_at)
        if self._form.stream is not None:
            self._pieces = joined(self._form.stream(source, question, self.about))
        else:
            self._pieces = self._written(source, question)
        return self.piece()

    def piece(self) -> bytes | None:
        """The next piece, None at the end."""
        found = None if self._stopped else next(self._pieces, None)
        if found is None:
            self._reading.close()
        return found

    def stop(self) -> None:
        """Nobody wants the file any more: what runs in the database ends now."""
        self._stopped = True
        if self._source is not None:
            self._source.cancel()

    def close(self) -> None:
        """Give back the turn, the connection and the space on disk; may be called more than once."""
        self._pieces = iter(())
        self._reading.close()
        self._sending.close()

    def _written(self, source: Source, question: Question) -> Iterator[bytes]:
        """The file made as a whole; the snapshot is over before the first byte is sent."""
        settings = self._database.settings
        with _own_folder(settings) as folder:
            path = folder / f"assets.{self._form.ending}"
            write_file(self._form, source, question, self.about, path, settings)
            file = self._sending.enter_context(path.open("rb"))
            self.size = path.stat().st_size
        self._reading.close()
        return iter(lambda: file.read(PIECE), b"")


@contextmanager
def _own_folder(settings: Settings) -> Iterator[Path]:
    """A folder of its own, gone at the end; what a crash left there is gone at the next file after an hour."""
    spool = settings.home / "spool"
    spool.mkdir(parents=True, exist_ok=True)
    for left in spool.glob("file-*"):
        if _age_s(left) > max(_FORGOTTEN_S, 2 * settings.bulk_timeout_s):
            shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix="file-", dir=spool) as folder:
        yield Path(folder)


def _age_s(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except FileNotFoundError:
        return 0.0

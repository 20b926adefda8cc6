"""Writing snapshots: every format of a state's assets (and of all together), each folder at once or not at all."""

import hashlib
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

from app.catalog.bulk import dictionary
from app.catalog.bulk.about import About, about
from app.catalog.bulk.formats import Format, write_file
from app.catalog.bulk.packages import CITATION, DATACITE, PACKAGE, Made, citation_file, data_package, datacite
from app.catalog.bulk.selecting import Question
from app.catalog.bulk.shelf import ALL, shelf, versions
from app.catalog.bulk.source import Source, opened_source
from app.catalog.conditions import fragments_of
from app.catalog.filters import AssetFilter
from app.catalog.fragments import all_of
from app.clock import today
from app.db.engine import Database
from app.settings import Settings

DICTIONARY: Final = "dictionary.csv"
_MAKING: Final = ".making-"
_FORGOTTEN_S: Final = 86_400.0
_STATES: Final = "SELECT DISTINCT asset.state FROM asset WHERE {} ORDER BY 1"
Say = Callable[[str, bool], None]
"""Called with the state of each snapshot: before it is looked at (False), and when it is there (True)."""


def take_snapshots(
    database: Database, states: Sequence[str], formats: Sequence[Format], root: str, say: Say
) -> tuple[int, list[str]]:
    """Write what is missing of the present data version; the version, and the states (or ALL) that were written.

    No `states` means all that have assets, and ALL. Everything is of one moment, whatever is written meanwhile.
    Older versions beyond the number to keep are removed.
    """
    written: list[str] = []
    with opened_source(database) as source:
        for state in states or [ALL, *_states_of(source)]:
            say(state, False)
            if _take(source, state, formats, root, database.settings):
                written.append(state)
            say(state, True)
        version = source.version
    _forget(database.settings)
    return version, written


def _question(state: str) -> tuple[AssetFilter, Question]:
    chosen = AssetFilter(state=() if state == ALL else (state,))
    return chosen, Question(all_of(fragments_of(chosen, today=today())), today())


def _states_of(source: Source) -> list[str]:
    where = _question(ALL)[1].where
    found = source.connection.execute(_STATES.format(where.sql), dict(where.values))
    return [state for (state,) in found]


def _take(source: Source, state: str, formats: Sequence[Format], root: str, settings: Settings) -> bool:
    """Whether it had to be written."""
    place = shelf(settings) / f"v{source.version}" / state
    if place.exists():
        return False
    with _new_folder(settings) as folder:
        _fill(folder, source, state, formats, root, settings)
        place.parent.mkdir(parents=True, exist_ok=True)
        folder.rename(place)
    return True


@contextmanager
def _new_folder(settings: Settings) -> Iterator[Path]:
    """A folder beside the others, gone at the end unless it was renamed."""
    shelf(settings).mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=_MAKING, dir=shelf(settings)))
    try:
        made.chmod(0o755)
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _fill(
    folder: Path, source: Source, state: str, formats: Sequence[Format], root: str, settings: Settings
) -> None:
    chosen, question = _question(state)
    page = f"{root}/downloads/v{source.version}/{state}"
    said = about(
        chosen,
        settings,
        version=source.version,
        changed_at=source.changed_at,
        made_on=question.today,
        root=root,
        source=page,
    )
    files = [_data_file(folder, form, source, question, said, settings) for form in formats]
    (folder / DICTIONARY).write_bytes(dictionary.as_csv())
    files.append(_made(folder / DICTIONARY, "Data dictionary", "text/csv"))
    (folder / CITATION).write_bytes(citation_file(said, page))
    (folder / DATACITE).write_bytes(datacite(said, page, files))
    files.append(_made(folder / CITATION, "How to cite (CITATION.cff)", "application/yaml"))
    files.append(_made(folder / DATACITE, "DOI metadata (DataCite)", "application/json"))
    (folder / PACKAGE).write_bytes(data_package(said, state, files))


def _data_file(
    folder: Path, form: Format, source: Source, question: Question, said: About, settings: Settings
) -> Made:
    path = folder / f"{said.stem}.{form.ending}"
    write_file(form, source, question, replace(said, source=f"{said.source}/{path.name}"), path, settings)
    return _made(path, form.title, form.media_type)


def _made(path: Path, title: str, media_type: str) -> Made:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Made(path.name, title, media_type, path.stat().st_size, digest)


def _forget(settings: Settings) -> None:
    """Remove versions beyond the number to keep, and what a killed command left a day ago or earlier."""
    for left in shelf(settings).glob(f"{_MAKING}*"):
        if left.is_dir() and time.time() - left.stat().st_mtime > _FORGOTTEN_S:
            shutil.rmtree(left, ignore_errors=True)
    for version in versions(settings)[settings.snapshots_kept :]:
        shutil.rmtree(shelf(settings) / f"v{version}", ignore_errors=True)

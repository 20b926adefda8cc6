"""Keep a copy of the database, and put it back: PostgreSQL's own pg_dump and pg_restore."""

import shutil
import subprocess
from pathlib import Path

from sqlalchemy import Engine, text

from app.db.programs import find_programs
from app.errors import AppError


class BackupError(AppError):
    """The copy could not be made or put back."""

    code = "backup-failed"


def _program(name: str) -> str:
    """Where a client program is: beside the newest server programs, else on the path."""
    beside = [each.folder / name for each in find_programs() if (each.folder / name).exists()]
    found = str(beside[0]) if beside else shutil.which(name)
    if found is None:
        raise BackupError(f"{name} is not installed: install the PostgreSQL client programs.")
    return found


def _run(name: str, *arguments: str, engine: Engine) -> None:
    url = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    done = subprocess.run(  # noqa: S603 (our own program, no shell)
        [_program(name), *arguments, f"--dbname={url}"], capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise BackupError(f"{name} failed: {done.stderr[-1000:].strip()}")


def write_backup(engine: Engine, file: Path) -> None:
    """Write everything in the database to `file` (pg_dump's custom format), as of one moment."""
    draft = file.with_name(file.name + ".part")
    theirs = "--exclude-table-data=spatial_ref_sys"  # comes with PostGIS, and only its owner may fill it
    all_rows = "--enable-row-security"  # reading is open to all; without it pg_dump refuses on principle
    _run("pg_dump", "--format=custom", theirs, all_rows, f"--file={draft}", engine=engine)
    draft.replace(file)


def restore_backup(engine: Engine, file: Path) -> None:
    """Put `file` back into an empty database: all of it or nothing."""
    if not file.is_file():
        raise BackupError(f"There is no file {file}.")
    # Extensions are there already and not ours to describe; roles may be others here.
    skipped = ("--no-owner", "--no-comments", "--no-privileges")
    _run("pg_restore", "--single-transaction", "--exit-on-error", *skipped, str(file), engine=engine)
    with engine.begin() as connection:
        connection.execute(text("SELECT prepare_writer_role()"))

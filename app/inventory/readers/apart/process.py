"""The parent's side: a folder of our own, a child process in it, its rows afterwards.

The child gets no environment but what is set here: no proxies, no credentials, no GDAL driver that can follow a
reference to another file or to the network.
"""

import json
import logging
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import app
from app.errors import InvalidFileError, TooLargeError
from app.inventory.codes import Finding
from app.inventory.readers import Sheet
from app.inventory.readers.apart.job import ERRORS, INPUT, RESULT, ROWS, Job
from app.inventory.readers.scratch import stored_batches

WORK_PREFIX = "stemmap-read-"
"""What the names of work folders begin with."""

_LOG = logging.getLogger(__name__)
_LOGGED_CHARS = 4000
_ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "PYTHONPATH": str(Path(app.__file__).parents[1]),
    "PYTHONUTF8": "1",
    "PROJ_NETWORK": "OFF",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "2",
}


def work_folder() -> TemporaryDirectory[str]:
    """A folder for one job, deleted when closed."""
    return TemporaryDirectory(prefix=WORK_PREFIX)


def read_apart(folder: TemporaryDirectory[str], job: Job) -> Sheet:
    """Read the file in `folder` as `job` says, in a child process; the folder is deleted afterwards.

    Raises UnsupportedFileError, InvalidFileError, and TooLargeError when the child reaches one of its limits.
    """
    with ExitStack() as held:
        held.enter_context(folder)
        place = Path(folder.name)
        _run(place, job)
        found = json.loads((place / RESULT).read_bytes())
        if "error" in found:
            raise ERRORS[found["error"]](found["detail"], parameter=found["parameter"])
        rows = held.enter_context((place / ROWS).open("rb"))
        kept = held.pop_all()
    header = tuple(found["header"])
    return Sheet(
        found["format"],
        found["encoding"],
        header,
        stored_batches(rows, len(header), kept),
        tuple(Finding(**each) for each in found["findings"]),
        found["part"],
        tuple(found["parts"]),
    )


def _run(place: Path, job: Job) -> None:
    (place / "job.json").write_text(json.dumps(asdict(job)), encoding="utf-8")
    with (place / "log").open("w+b") as log:
        try:
            done: subprocess.CompletedProcess[Any] = subprocess.run(
                [sys.executable, "-P", "-s", "-m", "app.inventory.readers.apart"],
                cwd=place,
                env=_ENVIRONMENT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                timeout=job.limits.child_wall_s,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise _too_long(job.limits.child_wall_s) from error
        if done.returncode:
            log.seek(0)
            _explain(done.returncode, log.read().decode("utf-8", "replace"), job)


def _explain(code: int, said: str, job: Job) -> None:
    """Raise what the death of the child means to the sender of the file."""
    _LOG.warning("The reader of a %s file ended with %s: %s", job.reader, code, said[-_LOGGED_CHARS:])
    signal = -code
    if signal in (9, 24):  # SIGKILL, SIGXCPU
        raise _too_long(job.limits.child_cpu_s)
    if signal == 25 or "memory" in said.lower():  # SIGXFSZ
        raise TooLargeError(
            "Reading the file takes more memory than is allowed: it is damaged, or has a stray cell far right or far"
            " down. Delete all empty rows and columns, or send the rows as CSV.",
            parameter="file",
        )
    raise InvalidFileError(
        "The file is damaged: open it in the program that made it and save it again.", parameter="file"
    )


def _too_long(seconds: float) -> TooLargeError:
    return TooLargeError(
        f"Reading the file takes longer than {seconds:,.0f} seconds: send it in parts, or as CSV.",
        parameter="file",
    )


def input_file(folder: TemporaryDirectory[str], suffix: str) -> Path:
    """Where the file to be read is to be put."""
    return Path(folder.name) / (INPUT + suffix)

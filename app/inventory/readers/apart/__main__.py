"""The child process: takes the job in its folder, limits itself, reads, and leaves rows and a result."""

import json
import resource
import sys
import traceback
from dataclasses import asdict
from pathlib import Path

import orjson

from app.errors import AppError
from app.inventory.readers import ReadOptions
from app.inventory.readers.apart.job import ERRORS, RESULT, ROWS, Job, Outcome
from app.inventory.readers.limits import Limits
from app.inventory.readers.scratch import RowWriter

_MEMORY_DIED = 70


def main() -> int:
    """Do the job; 0 when a result was left (also one that refuses the file)."""
    given = json.loads(Path("job.json").read_text(encoding="utf-8"))
    job = Job(**given | {"options": ReadOptions(**given["options"]), "limits": Limits(**given["limits"])})
    try:
        result = asdict(_read(job))
    except AppError as error:
        if type(error).__name__ not in ERRORS:
            raise
        result = {"error": type(error).__name__, "detail": error.detail, "parameter": error.parameter}
    except MemoryError:
        print("out of memory", file=sys.stderr)
        return _MEMORY_DIED
    Path(RESULT).write_bytes(orjson.dumps(result))
    return 0


def _read(job: Job) -> Outcome:
    """Import the reader first: its libraries are not the file's fault and not within its limits."""
    if job.reader == "layer":
        from app.inventory.readers.apart.layer import read_layer as read
    else:
        from app.inventory.readers.apart.workbook import read_workbook as read
    limit_this_process(job.limits)
    with Path(ROWS).open("wb") as file:
        rows = RowWriter(file, job.limits.rows)
        return read(job, rows)


def limit_this_process(limits: Limits) -> None:
    """No more memory, time, file size or processes than allowed, from here on and for good."""
    pages = int(Path("/proc/self/statm").read_text().split()[0]) if Path("/proc/self/statm").exists() else 0
    memory_bytes = pages * resource.getpagesize() + limits.child_memory_bytes
    for which, most in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_CPU, limits.child_cpu_s),
        (resource.RLIMIT_FSIZE, 2 * limits.unpacked_bytes),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(which, (most, most))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Exception:  # noqa: BLE001 - the parent turns the end of this process into an answer
        traceback.print_exc()
        sys.exit(1)

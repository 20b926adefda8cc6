"""Which processes are alive in a folder, as /proc tells."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path


def works_in(pid: int, folder: Path) -> bool:
    """Whether process `pid` is alive with `folder` as its working directory, as a postmaster's is."""
    try:
        if Path("/proc/self/cwd").exists():
            return Path(f"/proc/{pid}/cwd").samefile(folder)
        os.kill(pid, 0)
    except (FileNotFoundError, ProcessLookupError):  # gone, or a zombie
        return False
    except PermissionError:
        return True
    return True


def processes_of(program: str, folder: Path) -> Iterator[int]:
    """The processes of `program` that work in `folder`, as far as the system lets us see."""
    for each in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # gone, or not ours to look at
            running = str((each / "exe").readlink()).removesuffix(" (deleted)")  # so after an upgrade
            if running == program and (each / "cwd").samefile(folder):
                yield int(each.name)

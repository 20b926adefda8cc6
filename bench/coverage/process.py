"""One measurement in a process of its own, so that its peak memory is its own. Knows nothing of the product."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")
Found = dict[str, Any]


def step(module: str, what: str, *more: str, interpreter: str = sys.executable, **env: str) -> Found:
    """What `python -m module what …` prints as its last line, or why it could not: {"refused": reason}."""
    command = [interpreter, "-m", module, what, *more]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | env)
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or [f"ended with code {done.returncode}"]
        return {"refused": last[0]}
    found: Found = json.loads(done.stdout.splitlines()[-1])
    return found


def answer_of(steps: Mapping[str, Callable[..., Found]]) -> None:
    """Run the step that the command line names and print what it found."""
    found = steps[sys.argv[1]](*sys.argv[2:])
    print(json.dumps(found | {"peak_mb": found.get("peak_mb", peak_mb())}))


def measured(work: Callable[[], T], repeats: int = 3) -> tuple[Found, T]:
    """The shortest wall and processor seconds (of all threads) of a few runs, and the result."""
    walls, cpus = [], []
    for _ in range(repeats):
        wall, cpu = time.perf_counter(), time.process_time()
        result = work()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    return {"wall_s": min(walls), "cpu_s": min(cpus)}, result


def peak_mb() -> float:
    """Most memory this program ever held; getrusage would count what its parent held as well."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    raise AssertionError("this system does not tell a process's peak memory")

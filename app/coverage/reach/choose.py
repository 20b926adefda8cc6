"""Which kernel makes the sums, and on how many threads. `STEMMAP_COVERAGE_KERNEL` decides; without it numba
where it is installed.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from typing import Final, Literal

import numpy as np

from app.coverage.geodesy import Floats
from app.coverage.reach.bands import BandIndex
from app.coverage.reach.task import Found, Task
from app.errors import BadParameterError

KernelName = Literal["auto", "numba", "plain"]
_TARGETS_OF_A_TURN: Final = 2_048
Sweep = Callable[[Floats, BandIndex, Floats, Task], Found]


def has_numba() -> bool:
    """Whether the compiled kernel can be used here."""
    return find_spec("numba") is not None


def kernel_name(asked: KernelName | None = None) -> Literal["numba", "plain"]:
    """The kernel used when `asked` (None: as the settings say).

    Raises BadParameterError for numba where it is not installed, and for a name that is none.
    """
    name = asked or _settings()[0]
    if name not in ("auto", "numba", "plain"):
        raise BadParameterError(
            f"There is no kernel `{name}`.", parameter="kernel", accepted=["auto", "numba", "plain"]
        )
    if name == "numba" and not has_numba():
        raise BadParameterError(
            "numba is not installed: install `stemmap[fast]`, or set STEMMAP_COVERAGE_KERNEL=plain.",
            parameter="kernel",
            accepted=["auto", "plain"],
        )
    return "numba" if name != "plain" and has_numba() else "plain"


def threads() -> int:
    """How many threads one sweep may use."""
    return _settings()[1]


def _settings() -> tuple[KernelName, int]:
    from app.settings import get_settings  # not at import: a notebook asks for this only when it computes

    settings = get_settings()
    return settings.coverage_kernel, settings.coverage_threads


def sweep_of(name: Literal["numba", "plain"]) -> Sweep:
    """The sweep of a kernel."""
    if name == "numba":
        from app.coverage.reach import compiled

        return compiled.sweep
    from app.coverage.reach import plain

    return plain.sweep


def swept(
    sweep: Sweep, targets: Floats, sources: BandIndex, values: Floats, task: Task, at_once: int
) -> Found:
    """`sweep` over all targets, in turns on `at_once` threads; the same numbers for any number of threads."""
    total = targets.shape[1]
    begins = range(0, total, _TARGETS_OF_A_TURN)

    def turn(begin: int) -> Found:
        return sweep(targets[:, begin : begin + _TARGETS_OF_A_TURN], sources, values, task)

    if at_once == 1 or len(begins) < 2:
        parts = [turn(begin) for begin in begins]
    else:
        with ThreadPoolExecutor(at_once, thread_name_prefix="coverage") as pool:
            parts = list(pool.map(turn, begins))
    if not parts:
        return Found(np.zeros(0), np.zeros(0), np.zeros(0))
    joined = (np.concatenate([getattr(part, name) for part in parts]) for name in ("sums", "within", "rim"))
    return Found(*joined)

"""How functions become machine code by numba. Only for modules that are loaded where numba is chosen.

Machine code is kept beside its module or, where that cannot be written, in the user's cache folder; where
neither can, it is made anew in each process. The functions release the interpreter's lock.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any, Final, TypeVar

F = TypeVar("F", bound=Callable[..., Any])
_numba: Final = import_module("numba")
_ANY_ORDER: Final = {"reassoc", "nsz"}
"""Lets sums run in vector registers. Products and sums are not fused: a pair weighs the same from both ends."""


def compiled(function: F) -> F:
    """`function` as machine code, kept on disk where a folder can be written."""
    options = {"nogil": True, "fastmath": _ANY_ORDER}
    try:
        made: F = _numba.njit(cache=True, **options)(function)
    except RuntimeError:  # no folder for the cache
        made = _numba.njit(**options)(function)
    return made

"""Texts in arrays: loose while they are worked with, of fixed width where they are kept. Pure."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Texts = NDArray[np.object_]


def fixed(values: Texts) -> NDArray[np.str_]:
    """Texts as a fixed-width array, as files without pickles want them."""
    return np.array([str(each) for each in values], dtype=np.str_) if len(values) else np.zeros(0, "U1")


def loose(values: NDArray[Any]) -> Texts:
    """Texts as an array of Python strings."""
    return listed([str(each) for each in values])


def listed(values: list[str]) -> Texts:
    """The same texts in an array."""
    found = np.empty(len(values), dtype=object)
    found[:] = values
    return found

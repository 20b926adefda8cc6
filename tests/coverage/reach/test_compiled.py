"""Machine code where no folder can be written: made anew instead of refused."""

import os
import subprocess
import sys

import pytest

CODE = """
from app.coverage.reach import compiled
import numpy as np
assert compiled._first_from(np.array([1.0, 2.0, 3.0]), 0, 3, 2.5) == 2
print(compiled._first_from.stats.cache_path)
"""


def test_an_install_nobody_can_write_to_still_computes() -> None:
    """numba looks for a folder in notebooks only: so it finds none here."""
    pytest.importorskip("numba", reason="numba is not installed")
    done = subprocess.run(
        [sys.executable, "-c", CODE],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"NUMBA_CACHE_LOCATOR_CLASSES": "_IPythonCacheLocator"},
    )
    assert (done.returncode, done.stdout) == (0, "None\n"), done.stderr

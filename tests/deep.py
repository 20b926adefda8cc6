"""How many examples a generated test tries: few in each run, ten times as many with STEMMAP_TEST_DEEP=1.

A normal run tries the same examples each time, so that it fails for what was changed; a deep one tries new ones.
"""

import os

from hypothesis import settings

DEEP = os.environ.get("STEMMAP_TEST_DEEP", "") not in ("", "0")
_USUALLY = 40


def times(few: int) -> int:
    """Examples of a test that usually tries `few`."""
    return 10 * few if DEEP else few


def load_profile() -> None:
    """What holds for every generated test that does not say otherwise."""
    usual = settings(max_examples=times(_USUALLY), deadline=None, database=None, derandomize=not DEEP)
    settings.register_profile("stemmap", usual)
    settings.load_profile("stemmap")

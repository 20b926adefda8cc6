"""Which areas an overlay marks."""

import numpy as np

from app.maps.overlays import marked
from app.maps.values import hatched


def test_overlays_mark_from_their_bound_on_and_never_what_is_not_known() -> None:
    assert marked("poverty", np.array([0.2, 0.199, np.nan, 0.5])) == [0, 3]
    assert marked("rural", np.array([3.0, 4.0, np.nan, 9.0])) == [1, 3]
    assert marked("hotspots", np.array([0.0, 1.0, 4.0, np.nan, 0.0])) == [0, 4]


def test_hatching_is_left_out_where_it_would_tell_nothing_apart() -> None:
    assert hatched(np.array([1, 3, 0])) == [1, 0, 1]
    assert hatched(np.array([1, 1, 0])) == [0, 0, 0]

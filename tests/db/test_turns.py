"""Of what is heavy only so many are made at a time."""

from threading import BoundedSemaphore

import pytest

from app.db.turns import turn
from app.errors import BusyError


def test_who_finds_no_turn_is_told_so() -> None:
    turns = BoundedSemaphore(1)
    with turn(turns, 0.01, "no"), pytest.raises(BusyError, match=r"^no$"), turn(turns, 0.01, "no"):
        pytest.fail("two had the one turn")


def test_a_turn_is_given_back_whatever_happens() -> None:
    turns = BoundedSemaphore(1)
    with pytest.raises(ZeroDivisionError), turn(turns, 0.01, "no"):
        raise ZeroDivisionError
    with turn(turns, 0.01, "no"):
        pass

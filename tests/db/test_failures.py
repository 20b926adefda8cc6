"""Which answer each failure of the database becomes, and that its own words stay inside."""

import psycopg
import pytest
from psycopg import errors
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from app.db.failures import app_error_of
from app.errors import AppError, BusyError, ConflictError, DatabaseDownError, TooMuchWorkError

SECRET = "relation api_key, digest 0xABC"

ANSWERS: list[tuple[str, type[AppError] | None]] = [
    ("57014", TooMuchWorkError),  # statement timeout
    ("55P03", BusyError),  # lock timeout
    ("40001", BusyError),  # serialization failure
    ("40P01", BusyError),  # deadlock
    ("53300", BusyError),  # too many connections
    ("53100", DatabaseDownError),  # disk full
    ("53200", DatabaseDownError),  # out of memory
    ("57P01", DatabaseDownError),  # shut down
    ("57P02", DatabaseDownError),  # crash
    ("57P03", DatabaseDownError),  # starting up
    ("08000", DatabaseDownError),
    ("08006", DatabaseDownError),
    ("23505", ConflictError),
    ("23514", None),  # a check constraint: the code above should have refused it
    ("25006", None),  # writing in a read session
    ("42601", None),  # syntax
    ("42P01", None),  # no such table
    ("22P02", None),
]


@pytest.mark.parametrize(("state", "expected"), ANSWERS)
def test_each_state_has_its_answer(state: str, expected: type[AppError] | None) -> None:
    cause = errors.lookup(state)(SECRET)
    for failure in (cause, DBAPIError("SELECT digest FROM api_key", {}, cause)):
        answer = app_error_of(failure)
        assert type(answer) is (expected or type(None))
        if answer:
            assert "api_key" not in str(answer.problem())


def test_a_connection_that_broke_has_no_state() -> None:
    assert isinstance(app_error_of(psycopg.OperationalError(SECRET)), DatabaseDownError)


def test_a_pool_that_is_full_is_busy() -> None:
    assert isinstance(app_error_of(PoolTimeoutError(SECRET)), BusyError)


@pytest.mark.parametrize(
    "failure", [ValueError(SECRET), TimeoutError(), psycopg.ProgrammingError(SECRET), KeyboardInterrupt()]
)
def test_bugs_are_nothing_of_the_database(failure: BaseException) -> None:
    assert app_error_of(failure) is None

"""What a failure of the database means to a caller, by SQLSTATE. Texts of the database never go outward."""

import psycopg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from app.errors import AppError, BusyError, ConflictError, DatabaseDownError, TooMuchWorkError

_BY_STATE: dict[str, type[AppError]] = {
    "57014": TooMuchWorkError,  # query_canceled: the statement timeout
    "55P03": BusyError,  # lock_not_available
    "40001": BusyError,  # serialization_failure
    "40P01": BusyError,  # deadlock_detected
    "53100": DatabaseDownError,  # disk_full
    "53200": DatabaseDownError,  # out_of_memory
    "53300": BusyError,  # too_many_connections
    "23505": ConflictError,  # unique_violation
}
_DOWN_CLASSES = ("08", "57")  # connection exceptions; operator intervention (shutdown, crash)


def app_error_of(failure: BaseException) -> AppError | None:
    """The AppError that `failure` (of SQLAlchemy or psycopg) amounts to; None where it is a bug of ours."""
    if isinstance(failure, PoolTimeoutError):
        return BusyError()
    cause = failure.orig if isinstance(failure, DBAPIError) else failure
    if not isinstance(cause, psycopg.Error):
        return None
    state = cause.sqlstate
    if state in _BY_STATE:
        return _BY_STATE[state]()
    if state is None and isinstance(cause, psycopg.OperationalError):
        return DatabaseDownError()
    if state is not None and state[:2] in _DOWN_CLASSES:
        return DatabaseDownError()
    return None

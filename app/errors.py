"""What can go wrong, said once: every error a caller may see is a subclass of AppError.

A subclass's docstring is its default message. Routers turn an AppError into an RFC 9457 problem document;
the command line prints the same text. Nothing here knows about HTTP frameworks or the database.
"""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar


class AppError(Exception):
    """Something went wrong."""

    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal-error"

    def __init__(
        self,
        detail: str | None = None,
        *,
        parameter: str | None = None,
        accepted: Iterable[str] | None = None,
        **extra: Any,
    ) -> None:
        """Say what went wrong (`detail`), in which `parameter`, and which values would be `accepted`."""
        self.detail = detail or (type(self).__doc__ or "").strip()
        self.parameter = parameter
        self.accepted = list(accepted) if accepted is not None else None
        self.extra: Mapping[str, Any] = extra
        super().__init__(self.detail)

    @property
    def title(self) -> str:
        """The kind of problem in a few words, the same for every occurrence."""
        return self.code.replace("-", " ").capitalize()

    def problem(self, instance: str | None = None) -> dict[str, Any]:
        """This error as an RFC 9457 problem document (a plain dict, ready for JSON)."""
        body: dict[str, Any] = {
            "type": f"urn:stemmap:error:{self.code}",
            "title": self.title,
            "status": self.status,
            "code": self.code,
            "detail": self.detail,
        }
        if instance:
            body["instance"] = instance
        if self.parameter:
            body["parameter"] = self.parameter
        if self.accepted is not None:
            body["accepted"] = self.accepted
        return body | dict(self.extra)


class BadParameterError(AppError):
    """A parameter has a value that is not understood."""

    status = 400
    code = "bad-parameter"


class UnknownParameterError(AppError):
    """A parameter is not known here."""

    status = 400
    code = "unknown-parameter"


class NotSignedInError(AppError):
    """This needs a key: send it as `Authorization: Bearer stem_…`."""

    status = 401
    code = "key-required"


class ForbiddenError(AppError):
    """This key may not do that."""

    status = 403
    code = "forbidden"


class NotFoundError(AppError):
    """There is nothing here."""

    status = 404
    code = "not-found"


class GoneError(AppError):
    """This was here and is no longer."""

    status = 410
    code = "gone"


class ConflictError(AppError):
    """This cannot be done in the present state."""

    status = 409
    code = "conflict"


class LengthRequiredError(AppError):
    """Say how long the body is: send a Content-Length header."""

    status = 411
    code = "length-required"


class TooLargeError(AppError):
    """This is larger than is accepted."""

    status = 413
    code = "too-large"


class UnsupportedFileError(AppError):
    """This kind of file is not read."""

    status = 415
    code = "unsupported-file"


class InvalidFileError(AppError):
    """This file cannot be read."""

    status = 422
    code = "invalid-file"


class EmptyFileError(InvalidFileError):
    """There is nothing in this file."""


class TooManyError(AppError):
    """Too many of these in a short time; `retry_after_s` says when there is room again."""

    status = 429
    code = "too-many"


class TooMuchWorkError(AppError):
    """This question takes too long: narrow it (a `state`, a smaller `bbox`, more filters) or lower its `limit`."""

    status = 503
    code = "too-much-work"


class BusyError(AppError):
    """The service is busy: try again in a few seconds."""

    status = 503
    code = "busy"


class StoppingError(BusyError):
    """The service is stopping: nothing was changed. Try again in a minute."""


class DatabaseDownError(AppError):
    """The database does not answer: try again in a minute. What was just sent is there as a whole or not at all."""

    status = 503
    code = "database-down"

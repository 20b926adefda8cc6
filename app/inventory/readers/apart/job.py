"""What parent and child tell each other: a job, and a result. Both are JSON files in a folder of their own."""

from dataclasses import dataclass
from typing import Literal

from app.errors import AppError, EmptyFileError, InvalidFileError, TooLargeError, UnsupportedFileError
from app.inventory.codes import Finding
from app.inventory.readers import ReadOptions
from app.inventory.readers.limits import Limits

INPUT = "input"
ROWS = "rows"
RESULT = "result.json"
ERRORS: dict[str, type[AppError]] = {
    error.__name__: error for error in (EmptyFileError, InvalidFileError, TooLargeError, UnsupportedFileError)
}
"""What a child may say of its file, by name."""


@dataclass(frozen=True)
class Job:
    """Read the file called INPUT (with `suffix`) by a reader; `encoding` is that of a Shapefile's text."""

    reader: Literal["workbook", "layer"]
    suffix: str
    options: ReadOptions
    limits: Limits
    encoding: str | None = None


@dataclass(frozen=True)
class Outcome:
    """What the child found; the rows stand in the file ROWS."""

    format: str
    header: tuple[str, ...]
    findings: tuple[Finding, ...] = ()
    part: str | None = None
    parts: tuple[str, ...] = ()
    encoding: str | None = None

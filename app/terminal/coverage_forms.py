"""How answers about coverage are written: their forms, and files."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import typer
from rich.markup import escape

from app.errors import BadParameterError, InvalidFileError
from app.terminal.console import err


class Format(StrEnum):
    """What an answer is written as."""

    table = "table"
    json = "json"
    csv = "csv"
    geojson = "geojson"
    parquet = "parquet"
    xlsx = "xlsx"


@dataclass(frozen=True)
class Asked:
    """How an answer is to be told: the form, so many areas (0: all), into which file, and a map into which."""

    form: Format
    limit: int
    to: Path | None
    map_file: Path | None

    @property
    def printed(self) -> bool:
        """Whether tables are printed."""
        return self.form is Format.table and self.to is None


def check_map(to: Path | None, accepted: tuple[str, ...]) -> None:
    """Raise BadParameterError for a map file that ends in nothing a map is written as."""
    if to is not None and to.suffix.lower() not in accepted:
        raise BadParameterError(
            f"A map is not written as `{to.suffix or to.name}` here: end the name of the file in what is accepted.",
            parameter="map",
            accepted=accepted,
        )


def write_bytes(body: bytes, to: Path | None) -> None:
    """To the file, or where there is none to the standard output. Raises InvalidFileError."""
    if to is None:
        typer.echo(body, nl=False)
        return
    try:
        to.write_bytes(body)
    except OSError as failure:
        raise InvalidFileError(f"{to} cannot be written: {failure.strerror}.") from failure


def write_map(body: bytes, to: Path) -> None:
    """A map into its file, and where it is beside the answer (standard error). Raises InvalidFileError."""
    write_bytes(body, to)
    err.print(escape(f"Map: {to}"))

"""Travel tables as files: Parquet with what they were made from, or CSV. A block of rows at a time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np
import orjson

from app.coverage.geodesy import Floats, Indices
from app.errors import InvalidFileError

_AT_ONCE: Final = 200_000
_ABOUT: Final = b"stemmap_travel"
_DIGITS: Final = 6


@dataclass(frozen=True, eq=False)
class Rows:
    """p pairs as indices of `origins` and `destinations` (ids), with `minutes` (p,); `about` says how it came about."""

    origins: tuple[str, ...]
    destinations: tuple[str, ...]
    origin: Indices
    destination: Indices
    minutes: Floats
    about: Mapping[str, Any]

    def batches(self) -> Iterator[Any]:
        """The rows as record batches of origin, destination and minutes."""
        import pyarrow as pa

        names = ["origin", "destination", "minutes"]
        for begin in range(0, len(self.minutes), _AT_ONCE):
            part = slice(begin, begin + _AT_ONCE)
            ids = (
                pa.array([texts[at] for at in codes[part].tolist()], pa.string())
                for texts, codes in ((self.origins, self.origin), (self.destinations, self.destination))
            )
            yield pa.record_batch([*ids, pa.array(np.round(self.minutes[part], _DIGITS))], names)


def write_parquet(rows: Rows, file: BinaryIO) -> None:
    """The rows as Parquet, `about` in its metadata."""
    import pyarrow as pa
    from pyarrow import parquet

    fields: dict[str, Any] = {"origin": pa.string(), "destination": pa.string(), "minutes": pa.float64()}
    schema = pa.schema(fields, metadata={_ABOUT: orjson.dumps(dict(rows.about))})
    with parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        for batch in rows.batches():
            writer.write_table(pa.Table.from_batches([batch]).cast(schema))


def write_csv(rows: Rows, file: BinaryIO) -> None:
    """The rows as CSV with a header."""
    from pyarrow import csv

    file.write(b"origin,destination,minutes\n")
    options = csv.WriteOptions(include_header=False, quoting_style="needed")
    for batch in rows.batches():
        csv.write_csv(batch, file, options)


def write_file(rows: Rows, path: Path) -> None:
    """The rows as the ending says. Raises InvalidFileError for another ending, or a file that cannot be written."""
    write = {".csv": write_csv, ".parquet": write_parquet}.get(path.suffix.lower())
    if write is None:
        raise InvalidFileError(f"A travel table is written as .csv or .parquet, not as {path.name}.")
    try:
        with path.open("wb") as file:
            write(rows, file)
    except OSError as failure:
        raise InvalidFileError(f"{path} cannot be written: {failure.strerror}.") from failure


def about_of(path: Path) -> dict[str, Any]:
    """What a table that the service made says of itself; nothing of others."""
    import pyarrow as pa
    from pyarrow import parquet

    if path.suffix != ".parquet":
        return {}
    try:
        said = (parquet.read_schema(path).metadata or {}).get(_ABOUT)
    except (pa.ArrowException, OSError):
        return {}
    return dict(orjson.loads(said)) if said else {}

"""Which columns of a travel table are wanted, by any of their usual names, and their cells as Arrow arrays."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from app.errors import InvalidFileError, TooLargeError

ORIGINS: Final = (
    "origin", "origin_id", "orig", "o", "from", "from_id", "fromid", "source", "source_id", "place", "place_id",
    "area", "area_id", "geoid", "start", "start_id", "zip", "zcta", "tract",
)  # fmt: skip
DESTINATIONS: Final = (
    "destination", "destination_id", "dest", "dest_id", "d", "to", "to_id", "toid", "target", "target_id", "site",
    "site_id", "asset", "asset_id", "end", "end_id",
)  # fmt: skip
MINUTES: Final = (
    "minutes", "minute", "min", "mins", "time_min", "travel_time", "travel_time_min", "travel_minutes",
    "travel_time_minutes", "duration_min", "duration_minutes", "cost", "travel_time_p50",
)  # fmt: skip
SECONDS: Final = (
    "seconds", "sec", "secs", "time_s", "time_sec", "travel_time_s", "travel_seconds", "duration_s",
    "duration_sec", "duration_seconds", "travel_time_seconds",
)  # fmt: skip


def names_of(path: Path) -> list[str]:
    """Column names as the file has them."""
    if path.suffix == ".parquet":
        from pyarrow import parquet

        return list(parquet.read_schema(path).names)
    from pyarrow import csv

    with csv.open_csv(path, parse_options=_delimited(path)) as reader:
        return list(reader.schema.names)


def _delimited(path: Path) -> Any:
    from pyarrow import csv

    with path.open("rb") as file:
        first = file.readline(4096)
    best = max((b",", b";", b"\t", b"|"), key=first.count)
    return csv.ParseOptions(delimiter=best.decode())


def cells_of(path: Path, wanted: tuple[str, str, str], most: int) -> list[Any]:
    """The three columns: ids as dictionaries of texts, the cost as numbers. Raises TooLargeError."""
    import pyarrow as pa

    rows, batches = 0, []
    texts = pa.dictionary(pa.int32(), pa.string())
    for batch in _batches(path, wanted):
        rows += len(batch)
        if rows > most:
            raise TooLargeError(
                f"The travel table {path.name} has more than {most:,} rows (STEMMAP_TRAVEL_PAIRS_MAX): leave out pairs "
                "that are too far apart to matter."
            )
        ids = [batch.column(name).cast(pa.string()).dictionary_encode() for name in wanted[:2]]
        batches.append(pa.record_batch([*ids, batch.column(wanted[2]).cast(pa.float64())], list(wanted)))
    schema = pa.schema([(wanted[0], texts), (wanted[1], texts), (wanted[2], pa.float64())])
    table = pa.Table.from_batches(batches, schema).unify_dictionaries()
    return [table.column(name).combine_chunks() for name in wanted]


def _batches(path: Path, wanted: tuple[str, str, str]) -> Iterable[Any]:
    import pyarrow as pa
    from pyarrow import csv, parquet

    if path.suffix == ".parquet":
        with parquet.ParquetFile(path) as file:
            yield from file.iter_batches(columns=list(wanted))
        return
    types = {wanted[0]: pa.string(), wanted[1]: pa.string(), wanted[2]: pa.float64()}
    options = csv.ConvertOptions(column_types=types, include_columns=list(wanted))
    with csv.open_csv(path, parse_options=_delimited(path), convert_options=options) as reader:
        yield from reader


def column_of(names: list[str], known: tuple[str, ...], what: str, path: Path) -> str:
    """The first column with one of the `known` names. Raises InvalidFileError."""
    for each in known:
        for name in names:
            if _said(name) == each:
                return name
    raise InvalidFileError(
        f"The travel table {path.name} has no column for the {what} (it has {', '.join(names[:12])}): call one "
        f"`{known[0]}`.",
        accepted=known,
    )


def _said(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", name.strip("\ufeff ").lower()).strip("_")


def cost_of(names: list[str], path: Path) -> tuple[str, float]:
    """The column of times and what its unit is in minutes. Raises InvalidFileError."""
    said = {_said(name): name for name in reversed(names)}
    for known, factor in ((MINUTES, 1.0), (SECONDS, 1 / 60)):
        for each in known:
            if each in said:
                return said[each], factor
    raise InvalidFileError(
        f"The travel table {path.name} has no column of minutes (it has {', '.join(names[:12])}): call it `minutes`, "
        "or `seconds`.",
        accepted=(MINUTES[0], SECONDS[0]),
    )

"""A whole result as Arrow record batches: typed columns, the point as WKB, a bounded number of rows at a time."""

import io
from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute
from pyarrow import csv

from app.catalog.bulk.fields import FIELDS, POINT, Field
from app.catalog.bulk.selecting import BETWEEN, Question, table_of
from app.catalog.bulk.source import Source

pc: Any = pyarrow.compute
"""Its kernels are made at run time; the stubs know few of them."""
ROWS: Final = 10_000
"""Most rows in one batch."""
BYTES: Final = 16 * 2**20
"""A batch ends at this many bytes of text, however few rows it has."""
GEOMETRY: Final = "geometry"
_WKB: Final = np.dtype([("order", "u1"), ("type", "<u4"), ("lon", "<f8"), ("lat", "<f8")])
"""A point as little-endian WKB (OGC 06-103r4, 8.2.9)."""
_JSON: Final = {b"ARROW:extension:name": b"arrow.json"}
_TYPES: Final[dict[str, Any]] = {
    "text": pa.string(),
    "list": pa.list_(pa.string()),
    "json": pa.string(),
    "integer": pa.int32(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us", "UTC"),
}
_READ: Final[dict[str, Any]] = {**_TYPES, "list": pa.string()}


def _arrow_field(field: Field) -> Any:
    return pa.field(field.name, _TYPES[field.kind], metadata=_JSON if field.kind == "json" else None)


SCHEMA: Final = pa.schema(
    [
        *(_arrow_field(field) for field in FIELDS),
        pa.field(GEOMETRY, pa.binary(), metadata={b"ARROW:extension:name": b"geoarrow.wkb"}),
    ]
)
"""FIELDS in their order, then the point."""
_NAMES: Final = [field.name for field in (*FIELDS, *POINT)]
_READING: Final = csv.ReadOptions(use_threads=False, column_names=_NAMES, block_size=2 * BYTES)
_PARSING: Final = csv.ParseOptions(newlines_in_values=True)
_CONVERTING: Final = csv.ConvertOptions(
    column_types={field.name: _READ[field.kind] for field in (*FIELDS, *POINT)},
    null_values=[""],
    strings_can_be_null=True,
    quoted_strings_can_be_null=False,
)


def batches(source: Source, question: Question) -> Iterator[Any]:
    """Record batches of SCHEMA; none for an empty result."""
    for text in _portions(source.lines(table_of(question))):
        table = csv.read_csv(io.BytesIO(text), _READING, _PARSING, _CONVERTING).combine_chunks()
        yield pa.record_batch([*(_column(table, field) for field in FIELDS), _points(table)], schema=SCHEMA)


def _portions(lines: Iterator[bytes]) -> Iterator[bytes]:
    held: list[bytes] = []
    size = 0
    for line in lines:
        held.append(line)
        size += len(line)
        if len(held) == ROWS or size >= BYTES:
            yield b"".join(held)
            held.clear()
            size = 0
    if held:
        yield b"".join(held)


def _column(table: Any, field: Field) -> Any:
    column = _whole(table[field.name])
    return _lists(column) if field.kind == "list" else column


def _whole(column: Any) -> Any:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _lists(joined: Any) -> Any:
    """Texts joined by BETWEEN as lists; an empty text is an empty list."""
    held = pc.greater(pc.binary_length(joined), 0)
    sizes = pc.if_else(held, pc.add(pc.count_substring(joined, BETWEEN), 1), 0)
    offsets = np.concatenate([[0], np.cumsum(sizes.to_numpy(zero_copy_only=False))]).astype(np.int32)
    items = pc.split_pattern(joined.filter(held), BETWEEN).flatten()
    return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), items)


def _points(table: Any) -> Any:
    """Longitude and latitude as WKB; NULL where there is no point."""
    lon, lat = (_whole(table[field.name]) for field in POINT)
    there = lon.is_valid().to_numpy(zero_copy_only=False)
    packed = np.empty(int(there.sum()), dtype=_WKB)
    packed["order"], packed["type"] = 1, 1
    packed["lon"] = lon.drop_null().to_numpy()
    packed["lat"] = lat.drop_null().to_numpy()
    ends = np.concatenate([[0], np.cumsum(there) * _WKB.itemsize]).astype(np.int32)
    # The validity bitmap goes along: a missing point is no empty geometry.
    mask = pa.array(there).buffers()[1]
    buffers = [mask, pa.py_buffer(ends.tobytes()), pa.py_buffer(packed.tobytes())]
    return pa.Array.from_buffers(pa.binary(), len(there), buffers)


def spans(batch: Any) -> tuple[Any, Any]:
    """Longitudes and latitudes of a batch as float arrays, NaN where there is no point."""
    column = batch.column(GEOMETRY)
    there = column.is_valid().to_numpy(zero_copy_only=False)
    lon, lat = np.full(len(column), np.nan), np.full(len(column), np.nan)
    packed = np.frombuffer(b"".join(column.drop_null().to_pylist()), dtype=_WKB)
    lon[there], lat[there] = packed["lon"], packed["lat"]
    return lon, lat

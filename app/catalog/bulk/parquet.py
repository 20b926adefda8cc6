"""GeoParquet 1.1: WKB points, a box for each row to skip by, what the file says of itself in its metadata; streamed."""

import io
import json
from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from app.catalog.bulk.about import About
from app.catalog.bulk.batches import GEOMETRY, SCHEMA, batches, spans
from app.catalog.bulk.fields import FIELDS
from app.catalog.bulk.selecting import Question
from app.catalog.bulk.source import Source

_SIDES: Final = ("xmin", "ymin", "xmax", "ymax")
_BOX: Final = pa.struct([pa.field(side, pa.float64()) for side in _SIDES])
_MEANINGS: Final = json.dumps({field.name: field.meaning for field in FIELDS})
WITH_BOX: Final = pa.schema([*SCHEMA, pa.field("bbox", _BOX)])
"""SCHEMA and the box."""


class _Sink(io.RawIOBase):
    """Takes what a writer writes, to be taken from it piece by piece."""

    def __init__(self) -> None:
        super().__init__()
        self._held: list[bytes] = []

    def writable(self) -> bool:
        """Whether it takes bytes: always."""
        return True

    def write(self, data: Any) -> int:
        """Hold `data`."""
        self._held.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        """What was written since the last time."""
        held, self._held = self._held, []
        return b"".join(held)


class _Extent:
    """The box of all points so far."""

    def __init__(self) -> None:
        self._least, self._most = [np.inf, np.inf], [-np.inf, -np.inf]

    def add(self, *axes: Any) -> None:
        """Take in longitudes and latitudes."""
        for number, axis in enumerate(axes):
            known = axis[~np.isnan(axis)]
            if known.size:
                self._least[number] = min(self._least[number], float(known.min()))
                self._most[number] = max(self._most[number], float(known.max()))

    @property
    def bbox(self) -> list[float] | None:
        """West, south, east, north; None without a point."""
        return [*self._least, *self._most] if np.isfinite(self._least[0]) else None


def parquet(source: Source, question: Question, about: About) -> Iterator[bytes]:
    """The file in pieces: a batch becomes a row group and is sent before the next one is read."""
    sink, extent = _Sink(), _Extent()
    # Without a copy of Arrow's schema readers look for metadata where ours are.
    with pq.ParquetWriter(
        pa.PythonFile(sink, mode="w"), WITH_BOX, compression="zstd", store_schema=False
    ) as writer:
        for batch in batches(source, question):
            lon, lat = spans(batch)
            extent.add(lon, lat)
            writer.write_batch(pa.record_batch([*batch.columns, _boxes(lon, lat)], schema=WITH_BOX))
            yield sink.taken()
        writer.add_key_value_metadata(
            {**about.facts(), "fields": _MEANINGS, "geo": json.dumps(geo_metadata(extent.bbox))}
        )
    yield sink.taken()


def _boxes(lon: Any, lat: Any) -> Any:
    missing = np.isnan(lon)
    sides = [pa.array(side, mask=missing) for side in (lon, lat, lon, lat)]
    return pa.StructArray.from_arrays(sides, fields=list(_BOX), mask=pa.array(missing))


def geo_metadata(bbox: list[float] | None, *, covered: bool = True) -> dict[str, Any]:
    """The `geo` metadata (GeoParquet 1.1.0) of points; without `crs` the coordinates are OGC:CRS84.

    `covered`: there is a column `bbox` with the box of each row.
    """
    column: dict[str, Any] = {"encoding": "WKB", "geometry_types": ["Point"]}
    if covered:
        column["covering"] = {"bbox": {side: ["bbox", side] for side in _SIDES}}
    if bbox is not None:
        column["bbox"] = bbox
    return {"version": "1.1.0", "primary_column": GEOMETRY, "columns": {GEOMETRY: column}}
